import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import { operatorTraits } from "./operator-traits.js";
import { type Parameters, sameParameters } from "./parameters.js";
import { isActivation, type TensorUses } from "./tensor-uses.js";

/** The parameters of one activation. */
export interface Shared {
  /** What its readers see. */
  parameters: Parameters;
  /** What its producer writes where that differs: its kernel knows no other. A requantization follows. */
  written?: Parameters;
}

export interface SharedParameters {
  /** No entry: the tensor stays float. */
  readonly of: ReadonlyMap<Tensor, Shared>;
  /** What an operator reads its float inputs with, constants among them, where it demands parameters. */
  readonly demanded: ReadonlyMap<Operator, Parameters>;
}

/**
 * Spreads the parameters of the deciding tensors over the graph, both ways through same-scale operators, and adds
 * those that kernels fix. What was given first stays; a later demand for others becomes a requantization. Operators
 * are taken from the last to the first, each followed by the neighbours that it gave parameters to, so that of two
 * concatenations of one tensor the later one decides (`QuantizationDriver` of TensorFlow).
 */
export function shareParameters(
  graph: Graph,
  uses: TensorUses,
  decided: ReadonlyMap<Tensor, Parameters>,
): SharedParameters {
  const sharing = new Sharing(uses, decided);
  sharing.run(graph.operators);
  return sharing;
}

class Sharing implements SharedParameters {
  readonly of = new Map<Tensor, Shared>();
  readonly demanded = new Map<Operator, Parameters>();
  readonly #uses: TensorUses;
  readonly #decided: ReadonlyMap<Tensor, Parameters>;
  readonly #open: Operator[] = [];
  readonly #settled = new Set<Operator>();

  constructor(uses: TensorUses, decided: ReadonlyMap<Tensor, Parameters>) {
    this.#uses = uses;
    this.#decided = decided;
    for (const [tensor, parameters] of decided) this.of.set(tensor, { parameters });
  }

  run(operators: readonly Operator[]): void {
    this.#open.push(...operators);
    for (let operator = this.#open.pop(); operator !== undefined; operator = this.#open.pop()) {
      if (!this.#settled.has(operator)) this.#visit(operator);
    }
    for (const tensor of this.of.keys()) if (this.#isUnreachable(tensor)) this.of.delete(tensor);
  }

  /**
   * An operator that constrains nothing does not quantize its result for a neighbour's sake: a concatenation behind
   * an ELU stays float, although it decided for its other inputs.
   */
  #isUnreachable(tensor: Tensor): boolean {
    const producer = this.#uses.producer.get(tensor);
    return producer !== undefined && operatorTraits(producer.op) === undefined && !this.#decided.has(tensor);
  }

  #visit(operator: Operator): void {
    const traits = operatorTraits(operator.op);
    if (traits === undefined) return;
    if (traits.sameScale) {
      const parameters = this.#agreed(operator);
      if (parameters === undefined) return;
      this.demanded.set(operator, parameters);
      for (const input of operator.inputs.filter(isActivation)) this.#read(input, parameters);
      for (const output of operator.outputs.filter(isActivation)) this.#write(output, parameters);
    }
    this.#settled.add(operator);
    const { fixedOutput } = traits;
    if (fixedOutput === undefined) return;
    for (const output of operator.outputs.filter(isActivation)) this.#write(output, fixedOutput);
  }

  /** What a same-scale operator gives all its tensors: of deciding tensors before others, of its only result first. */
  #agreed({ inputs, outputs }: Operator): Parameters | undefined {
    const resultFirst = inputs.length !== 1 && outputs.length === 1;
    const tensors = (resultFirst ? [...outputs, ...inputs] : [...inputs, ...outputs]).filter(isActivation);
    const first =
      tensors.find((tensor) => this.#decided.has(tensor)) ?? tensors.find((tensor) => this.of.has(tensor));
    return first === undefined ? undefined : this.of.get(first)?.parameters;
  }

  #read(tensor: Tensor, parameters: Parameters): void {
    if (this.of.has(tensor)) return;
    this.of.set(tensor, { parameters });
    const producer = this.#uses.producer.get(tensor);
    if (producer !== undefined) this.#open.push(producer);
  }

  #write(tensor: Tensor, parameters: Parameters): void {
    const shared = this.of.get(tensor);
    if (shared === undefined) {
      this.of.set(tensor, { parameters });
      this.#open.push(...this.#uses.readers(tensor));
    } else if (!sameParameters(shared.parameters, parameters)) shared.written ??= parameters;
  }
}
