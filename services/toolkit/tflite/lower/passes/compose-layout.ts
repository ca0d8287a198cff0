import type { Graph, Operator, Tensor } from "../../graph.js";
import type { Scope } from "../scope.js";
import { sizesOf } from "../sizes.js";
import { liveOperators } from "./live-operators.js";
import { replaceTensor } from "./replace-tensor.js";
import { Uses } from "./uses.js";

/** Makes one of transposes, and of reshapes, that follow one another; those that change nothing go. */
export function composeLayout(graph: Graph, scope: Scope): void {
  const uses = new Uses(graph);
  for (const operator of graph.operators) {
    if (operator.op === "TRANSPOSE") composeTransposes(operator, uses, scope);
    if (operator.op === "RESHAPE") composeReshapes(operator, uses);
    const [[input], [output]] = [operator.inputs, operator.outputs];
    if (input && output && changesNothing(operator, input, output)) replaceTensor(graph, output, input);
  }
  graph.operators = liveOperators(graph);
}

function composeTransposes(operator: Operator, uses: Uses, scope: Scope): void {
  const first = uses.writer(operator.inputs[0]);
  if (first?.op !== "TRANSPOSE") return;
  const [tensor, order] = first.inputs;
  const [, next] = operator.inputs;
  if (!(order?.data instanceof Int32Array && next?.data instanceof Int32Array)) return;
  const known = order.data;
  const composed = scope.named(next.name, next.shape, next.type);
  composed.data = next.data.map((axis) => known[axis] ?? 0);
  operator.inputs = [tensor, composed];
}

/** The first of two reshapes goes where only the second reads it, whose shape is constant. */
function composeReshapes(operator: Operator, uses: Uses): void {
  const [input, shape] = operator.inputs;
  const first = uses.writer(input);
  if (first?.op !== "RESHAPE" || shape?.data === undefined || uses.onlyReader(input) !== operator) return;
  operator.inputs = [first.inputs[0], shape];
}

function changesNothing({ op, inputs }: Operator, input: Tensor, output: Tensor): boolean {
  const constant = inputs[1]?.data;
  if (!(constant instanceof Int32Array)) return false;
  if (op === "TRANSPOSE") return constant.every((axis, index) => axis === index);
  const [before, after] = [sizesOf(input), sizesOf(output)];
  if (op !== "RESHAPE" || before.includes(-1) || before.length !== after.length) return false;
  return before.every((size, axis) => size === after[axis]);
}
