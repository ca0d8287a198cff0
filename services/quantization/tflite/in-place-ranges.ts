import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import type { BuiltinOperator } from "../../toolkit/tflite/schema/builtin-operators.js";
import { byteSize } from "../../toolkit/tflite/schema/tensor-types.js";
import type { Ranges } from "./ranges.js";
import { type TensorUses, tensorUses } from "./tensor-uses.js";

/**
 * Ranges as TensorFlow's calibrator sees them. It looks at an operator's inputs once more after the operator ran, and
 * some operators run in place: their input then has the output's values, so that its range becomes that of both.
 * True ranges give scales that are a little finer; these give TensorFlow's.
 *
 * @param ranges - true ranges by tensor name; a pair of which one is missing is left alone.
 */
export function inPlaceRanges(graph: Graph, ranges: Ranges): Ranges {
  const seen = new Map(ranges);
  for (const [input, output] of overwrittenInputs(graph, tensorUses(graph))) {
    const [before, after] = [ranges.get(input.name), ranges.get(output.name)];
    if (before === undefined || after === undefined) continue;
    seen.set(input.name, { min: Math.min(before.min, after.min), max: Math.max(before.max, after.max) });
  }
  return seen;
}

/** The activations whose memory an operator writes its result to, with that result (`ArenaPlanner` of TFLite). */
export function overwrittenInputs(graph: Graph, uses: TensorUses): Map<Tensor, Tensor> {
  const memory = new Memory(graph, uses);
  const overwritten = new Map<Tensor, Tensor>();
  for (const operator of graph.operators) {
    const input = memory.reused(operator);
    const output = operator.outputs[0];
    if (input !== undefined && output !== undefined && WRITING.has(operator.op))
      overwritten.set(input, output);
  }
  return overwritten;
}

/** Operators that may write over an input, with the number of inputs that may be written over. */
const WRITING: ReadonlyMap<BuiltinOperator, number> = new Map<BuiltinOperator, number>([
  ["ADD", 2],
  ["SUB", 2],
  ["MUL", 2],
  ["DIV", 2],
  ["SOFTMAX", 1],
]);

/** Operators whose result is their first input in another shape. */
const RESHAPING: ReadonlySet<BuiltinOperator> = new Set<BuiltinOperator>([
  "RESHAPE",
  "SQUEEZE",
  "EXPAND_DIMS",
]);

/** Tensors of this size have room elsewhere. */
const SMALL_BYTES = 4;

class Memory {
  readonly #graph: Graph;
  readonly #uses: TensorUses;
  /** The tensor that first had the memory of a tensor. */
  readonly #owner = new Map<Tensor, Tensor>();

  constructor(graph: Graph, uses: TensorUses) {
    this.#graph = graph;
    this.#uses = uses;
  }

  /** The input whose memory the operator's result takes over; operators are given in graph order. */
  reused({ op, inputs, outputs }: Operator): Tensor | undefined {
    const candidates = inputs.slice(0, RESHAPING.has(op) ? 1 : (WRITING.get(op) ?? 0));
    const writes = WRITING.has(op);
    const [output] = outputs;
    if (output === undefined || this.#graph.outputs.includes(output)) return undefined;
    const input = candidates.find((tensor) => tensor !== undefined && this.#isFree(tensor, output, writes));
    const owner = input === undefined ? undefined : (this.#owner.get(input) ?? input);
    if (owner === undefined || (writes && this.#references(owner) > 1)) return undefined;
    this.#owner.set(output, owner);
    return input;
  }

  #isFree(input: Tensor, output: Tensor, writes: boolean): boolean {
    if (input.data !== undefined || this.#graph.inputs.includes(input)) return false;
    const bytes = byteSize(input.type, input.shape);
    return (
      !writes ||
      (bytes === byteSize(output.type, output.shape) && bytes > SMALL_BYTES && this.#references(input) === 1)
    );
  }

  #references(tensor: Tensor): number {
    const asOutput = this.#graph.outputs.filter((output) => output === tensor).length;
    return this.#uses.readers(tensor).length + asOutput;
  }
}
