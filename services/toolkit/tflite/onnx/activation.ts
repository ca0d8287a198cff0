import type { Operator } from "../graph.js";
import { ACTIVATION } from "../schema/enumerations.js";
import type { Layout } from "./layout.js";
import { outputOf } from "./operands.js";
import type { Scope } from "./scope.js";
import { unsupported } from "./unsupported.js";

/**
 * Writes an operator's output in a layout, through its fused activation where it has one.
 *
 * @param write - adds the nodes of the operator itself, which end in the name that it is given.
 */
export function writeActivated(
  operator: Operator,
  scope: Scope,
  layout: Layout,
  write: (name: string) => void,
): void {
  const output = outputOf(operator);
  const kind = fusedActivation(operator);
  if (kind === ACTIVATION.NONE) {
    write(scope.write(output, layout));
    return;
  }
  const linear = scope.unique(`${output.name}:linear`);
  write(linear);
  const name = scope.write(output, layout);
  if (kind === ACTIVATION.RELU) scope.node("Relu", [linear], name);
  else if (kind === ACTIVATION.RELU6) clip(scope, { input: linear, min: 0, max: 6 }, name);
  else if (kind === ACTIVATION.RELU_N1_TO_1) clip(scope, { input: linear, min: -1, max: 1 }, name);
  else if (kind === ACTIVATION.TANH) scope.node("Tanh", [linear], name);
  else throw unsupported(operator, `has the fused activation ${kind}, which is not supported here`);
}

export function clip(
  scope: Scope,
  { input, min, max }: { input: string; min: number; max: number },
  output: string,
): void {
  scope.node("Clip", [input, scope.scalar(min), scope.scalar(max)], output);
}

function fusedActivation({ options }: Operator): number {
  return options !== undefined && "fusedActivationFunction" in options
    ? options.fusedActivationFunction
    : ACTIVATION.NONE;
}
