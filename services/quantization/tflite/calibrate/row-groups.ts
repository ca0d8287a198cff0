import type { Graph, Operator, Tensor } from "../../../toolkit/tflite/graph.js";
import { rowLength } from "./probes.js";

/** Operators that change how long the first axis is without a word of it in shapes of an unknown batch. */
const REGROUPING: ReadonlySet<string> = new Set(["SPACE_TO_BATCH_ND", "BATCH_TO_SPACE_ND"]);

/**
 * Tells which tensors have first axes of one length, whatever the batch. A tensor that could have another is in a
 * group of its own.
 *
 * @returns for each input and computed tensor the one that its group is called after.
 */
export function rowGroups({ inputs, operators }: Graph): ReadonlyMap<Tensor, Tensor> {
  const groups = new Map<Tensor, Tensor>();
  for (const input of inputs) {
    const alike = inputs.find((other) => hasRowsOf(input, other)) ?? input;
    groups.set(input, alike);
  }
  for (const operator of operators) {
    const source = operator.inputs.find((input) => input !== undefined && groups.has(input));
    for (const output of operator.outputs)
      groups.set(
        output,
        source !== undefined && keepsRows(operator, source, output) ? (groups.get(source) ?? output) : output,
      );
  }
  return groups;
}

function keepsRows({ op }: Operator, source: Tensor, output: Tensor): boolean {
  if (REGROUPING.has(op) || !hasRowsOf(source, output)) return false;
  if (!isKnown(source) || !isKnown(output)) return false;
  return op !== "RESHAPE" || rowLength(source) === rowLength(output);
}

function hasRowsOf(a: Tensor, b: Tensor): boolean {
  return a.shape[0] === b.shape[0] && firstIsKnown(a) === firstIsKnown(b);
}

function firstIsKnown({ signature }: Tensor): boolean {
  return (signature?.[0] ?? 1) >= 0;
}

/** Whether all sizes but the first are known. */
function isKnown({ signature }: Tensor): boolean {
  return signature?.slice(1).every((size) => size >= 0) ?? true;
}
