import type { Graph, Operator, Tensor } from "../../graph.js";
import { sizesOf } from "../sizes.js";
import { Uses } from "./uses.js";

const LAYOUT = new Set(["RESHAPE", "TRANSPOSE", "EXPAND_DIMS", "SQUEEZE"]);
const UNARY = new Set(["RELU", "RELU_N1_TO_1", "RELU6", "TANH", "LOGISTIC", "EXP", "NEG", "SQRT", "SQUARE"]);
const BINARY = new Set(["ADD", "SUB", "MUL", "DIV", "MINIMUM", "MAXIMUM"]);

/**
 * Moves arithmetic on single values before the reshape or the transpose that it follows, where it can be fused into
 * what computes them; as TensorFlow's converter does: where nothing else reads the reshaped tensor, for activations that
 * are one operator, constants that fit the end of both shapes, and two tensors reshaped in the same way.
 */
export function moveBeforeLayout(graph: Graph): void {
  for (let moved = true; moved; ) {
    const uses = new Uses(graph);
    moved = graph.operators.some((operator) => moveOne(graph, operator, uses));
  }
}

function moveOne(graph: Graph, value: Operator, uses: Uses): boolean {
  const layouts = value.inputs.map((input) => {
    const writer = uses.writer(input);
    return writer && LAYOUT.has(writer.op) && uses.onlyReader(input) === value ? writer : undefined;
  });
  const layout = layouts.find((one) => one !== undefined);
  if (layout === undefined || !isMovable(value, layout, layouts)) return false;
  exchange(graph, value, layout, layouts);
  return true;
}

function isMovable(value: Operator, layout: Operator, layouts: readonly (Operator | undefined)[]): boolean {
  if (UNARY.has(value.op)) return true;
  if (!BINARY.has(value.op) || !isConstant(layout.inputs[1])) return false;
  const [other] = value.inputs.filter((_, index) => layouts[index] === undefined);
  if (other === undefined) return isSameReshape(layouts);
  if (other.data === undefined) return false;
  const [before, after] = [layout.inputs[0], layout.outputs[0]];
  if (before === undefined || after === undefined) return false;
  if (layout.op === "RESHAPE") return isTailOf(other.shape, before) && isTailOf(other.shape, after);
  return layout.op === "TRANSPOSE" && other.shape.length === 0;
}

function isConstant(tensor: Tensor | undefined): boolean {
  return tensor?.data !== undefined;
}

/** Whether a constant broadcasts along the leading axes of a tensor alone. */
function isTailOf(shape: readonly number[], tensor: Tensor): boolean {
  const tail = sizesOf(tensor).slice(-shape.length || tensor.shape.length);
  return shape.length === tail.length && shape.every((size, axis) => size === tail[axis]);
}

function isSameReshape([first, second]: readonly (Operator | undefined)[]): boolean {
  if (first?.op !== "RESHAPE" || second?.op !== "RESHAPE" || !isConstant(second.inputs[1])) return false;
  const sizes = [first.inputs[0], second.inputs[0], first.outputs[0], second.outputs[0]].map(
    (tensor) => tensor && sizesOf(tensor).join(),
  );
  return sizes[0] === sizes[1] && sizes[2] === sizes[3];
}

/** `value(layout(x))` becomes `layout(value(x))`. */
function exchange(
  graph: Graph,
  value: Operator,
  layout: Operator,
  layouts: readonly (Operator | undefined)[],
): void {
  const [given, [between], outputs] = [layout.inputs[0], layout.outputs, value.outputs];
  if (given === undefined || between === undefined) return;
  value.inputs = value.inputs.map((input, index) => layouts[index]?.inputs[0] ?? input);
  between.shape = given.shape;
  between.signature = given.signature;
  value.outputs = [between];
  layout.inputs = [between, ...layout.inputs.slice(1)];
  layout.outputs = outputs;
  const gone = layouts.filter((one) => one !== undefined && one !== layout);
  graph.operators = graph.operators
    .filter((one) => one !== layout && !gone.includes(one))
    .flatMap((one) => (one === value ? [value, layout] : [one]));
}
