import type { Json, Operation, OperationArgument } from "../../keras/operation.js";
import type { Tensor } from "../graph.js";
import type { LayerReader } from "./layer-reader.js";
import type { Scope } from "./scope.js";

/** The arguments of a function call, checked as they are read; whatever does not fit is an error that names the call. */
export class OperationReader {
  readonly layer: LayerReader;
  readonly #operation: Operation;
  readonly #inputs: readonly Tensor[];

  constructor(layer: LayerReader, operation: Operation, inputs: readonly Tensor[]) {
    this.layer = layer;
    this.#operation = operation;
    this.#inputs = inputs;
  }

  /** An argument by its place, or by one of the names that it has in the versions of Keras and TensorFlow. */
  argument(place: number, ...names: readonly string[]): OperationArgument | undefined {
    const { args, kwargs } = this.#operation;
    return args[place] ?? names.map((name) => kwargs.get(name)).find((one) => one !== undefined);
  }

  /** A tensor that a layer makes. */
  tensor(place: number, ...names: readonly string[]): Tensor {
    const argument = this.argument(place, ...names);
    const tensor = argument?.kind === "tensor" ? this.#inputs[argument.input] : undefined;
    if (tensor === undefined) throw this.unreadable(names[0] ?? `argument ${place}`, argument, "a tensor");
    return tensor;
  }

  tensors(place: number, ...names: readonly string[]): readonly Tensor[] {
    const argument = this.argument(place, ...names);
    const items = argument?.kind === "list" ? argument.items : [];
    const tensors = items.flatMap((item) => (item.kind === "tensor" ? (this.#inputs[item.input] ?? []) : []));
    if (tensors.length > 0 && tensors.length === items.length) return tensors;
    throw this.unreadable(names[0] ?? `argument ${place}`, argument, "a list of tensors");
  }

  /** A tensor that a layer makes, a number, or the constant that a list of numbers is. */
  operand(scope: Scope, place: number, ...names: readonly string[]): Tensor | number {
    const argument = this.argument(place, ...names);
    if (argument?.kind === "tensor") return this.tensor(place, ...names);
    const value = argument?.kind === "constant" ? argument.value : undefined;
    if (typeof value === "number") return value;
    const numbers = value === undefined ? undefined : flattened(value);
    if (numbers === undefined)
      throw this.unreadable(names[0] ?? `argument ${place}`, argument, "a tensor or numbers");
    return scope.constant("operand", Float32Array.from(numbers.values), numbers.shape);
  }

  /** A setting as the file has it; undefined where it is absent or null. */
  constant(place: number, ...names: readonly string[]): Json | undefined {
    const argument = this.argument(place, ...names);
    return argument?.kind === "constant" ? (argument.value ?? undefined) : undefined;
  }

  number(fallback: number, place: number, ...names: readonly string[]): number {
    const value = this.constant(place, ...names) ?? fallback;
    if (typeof value === "number") return value;
    throw this.unreadable(names[0] ?? `argument ${place}`, this.argument(place, ...names), "a number");
  }

  /** Whole numbers; one stands for a list of one. */
  integers(place: number, ...names: readonly string[]): readonly number[] {
    const value = this.constant(place, ...names);
    const numbers = value === undefined ? undefined : flattened(value)?.values;
    if (numbers?.every(Number.isInteger)) return numbers;
    throw this.unreadable(names[0] ?? `argument ${place}`, this.argument(place, ...names), "whole numbers");
  }

  /** @throws ServiceError for a setting that is none of these, given by name with these values */
  expectDefaults(defaults: Readonly<Record<string, number>>): void {
    const expected = new Map(Object.entries(defaults));
    for (const [name, argument] of this.#operation.kwargs) {
      const value = argument.kind === "constant" ? argument.value : argument;
      const isOperand = argument.kind === "tensor" && this.#operation.args.length === 0;
      if (name !== "name" && value !== null && value !== expected.get(name) && !isOperand)
        throw this.unreadable(name, argument, String(expected.get(name) ?? "none"));
    }
  }

  unreadable(name: string, argument: OperationArgument | undefined, expected: string) {
    const given =
      argument?.kind === "constant" ? JSON.stringify(argument.value) : (argument?.kind ?? "nothing");
    return this.layer.unsupported(
      `calls ${this.#operation.function} with ${name}: ${given}, where ${expected} is supported`,
    );
  }
}

/** A nested list of numbers, as regular as an array. */
function flattened(value: Json): { values: readonly number[]; shape: readonly number[] } | undefined {
  if (typeof value === "number") return { values: [value], shape: [] };
  if (!Array.isArray(value)) return undefined;
  const items = value.map(flattened);
  const [first] = items;
  const inner = first?.shape ?? [];
  const values: number[] = [];
  for (const item of items) {
    if (item === undefined || item.shape.join() !== inner.join()) return undefined;
    values.push(...item.values);
  }
  return { values, shape: [items.length, ...inner] };
}
