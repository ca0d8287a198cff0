import type { Operator } from "../graph.js";
import { axisIn } from "./layout.js";
import { inputOf, integersOf, optionsOf, outputOf } from "./operands.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";
import { unsupported } from "./unsupported.js";

/** Beyond the end of any axis, which ONNX cuts to its size. */
const BEYOND = 2 ** 31 - 1;

/** A part of an axis, both ends as ONNX's Slice takes them. */
interface Part {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** SLICE: a size of -1 reaches to the end. */
export const slice: Translation = (operator, scope) => {
  const sizes = integersOf(operator, 2);
  const parts = integersOf(operator, 1).map((start, axis) => {
    const size = sizes[axis] ?? -1;
    return { axis, start, end: size < 0 ? BEYOND : start + size, step: 1 };
  });
  writeParts(operator, scope, { parts, dropped: [] });
};

/** STRIDED_SLICE with its masks; ellipses and new axes are not supported. */
export const stridedSlice: Translation = (operator, scope) => {
  const options = optionsOf(operator, "StridedSliceOptions");
  if (options.ellipsisMask !== 0 || options.newAxisMask !== 0)
    throw unsupported(operator, "has an ellipsis or a new axis, which are not supported here");
  const ends = integersOf(operator, 2);
  const steps = integersOf(operator, 3);
  const has = (mask: number, axis: number) => ((mask >> axis) & 1) === 1;
  const parts = integersOf(operator, 1).map((begin, axis) => {
    const step = steps[axis] ?? 1;
    const start = has(options.beginMask, axis) ? (step > 0 ? 0 : BEYOND) : begin;
    if (has(options.shrinkAxisMask, axis))
      return { axis, start: begin, end: begin === -1 ? BEYOND : begin + 1, step: 1 };
    const last = (ends[axis] ?? 0) + (options.offset ? begin : 0);
    return { axis, start, end: has(options.endMask, axis) ? Math.sign(step) * BEYOND : last, step };
  });
  const dropped = parts.flatMap(({ axis }) => (has(options.shrinkAxisMask, axis) ? [axis] : []));
  writeParts(operator, scope, { parts, dropped });
};

/** Cuts the parts out, and drops axes that are left with one element. */
function writeParts(
  operator: Operator,
  scope: Scope,
  { parts, dropped }: { parts: readonly Part[]; dropped: readonly number[] },
): void {
  const input = inputOf(operator, 0);
  const output = outputOf(operator);
  const layout = dropped.length > 0 ? "nhwc" : scope.layoutOf(input);
  const source = scope.read(input, layout);
  const cut = parts
    .filter(({ start, end, step }) => start !== 0 || end !== BEYOND || step !== 1)
    .map((part) => ({ ...part, axis: axisIn(layout, part.axis, input.shape.length) }));
  const result = scope.write(output, layout);
  const list = (name: string, values: number[]) => scope.integers(`${output.name}:${name}`, values);
  const names = [
    source,
    list(
      "starts",
      cut.map(({ start }) => start),
    ),
    list(
      "ends",
      cut.map(({ end }) => end),
    ),
    list(
      "axes",
      cut.map(({ axis }) => axis),
    ),
    list(
      "steps",
      cut.map(({ step }) => step),
    ),
  ];
  if (dropped.length === 0) return void scope.node("Slice", names, result);
  const whole = scope.node("Slice", names, scope.unique(`${output.name}:slice`));
  scope.node("Squeeze", [whole, list("dropped", [...dropped])], result);
}
