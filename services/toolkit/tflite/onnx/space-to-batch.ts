import { elementCount } from "../../tensor/element-count.js";
import type { Operator } from "../graph.js";
import type { Layout } from "./layout.js";
import { inputOf, integersOf, isKnown, outputOf } from "./operands.js";
import { reshapeTo } from "./reshapes.js";
import type { Translation } from "./translation.js";
import { unsupported } from "./unsupported.js";

/**
 * SPACE_TO_BATCH_ND: each offset within a block becomes a tensor of its own in the batch, whose outer part it is. The
 * axes are batch, space and channels, space of any rank; images are handled channels-first.
 */
export const spaceToBatch: Translation = (operator, scope) => {
  const { input, output, blocks, space, layout, around } = read(operator);
  const amounts = integersOf(operator, 2);
  const side = (offset: number) => [
    0,
    ...around(
      space.map((_, i) => amounts[2 * i + offset] ?? 0),
      0,
    ),
  ];
  const pads = scope.integers(`${output.name}:pads`, [...side(0), ...side(1)]);
  const padded = scope.node("Pad", [scope.read(input, layout), pads], scope.unique(`${output.name}:padded`));
  const sizes = space.map((size, i) => {
    const [before = 0, after = 0] = amounts.slice(2 * i);
    return (size + before + after) / (blocks[i] ?? 1);
  });
  const parts = [-1, ...around(sizes.flatMap((size, i) => [size, blocks[i] ?? 1]))];
  const cut = reshapeTo(scope, padded, parts, scope.unique(`${output.name}:blocks`));
  const first = layout === "nchw" ? 2 : 1;
  const channels = layout === "nchw" ? 1 : parts.length - 1;
  const positions = space.map((_, i) => first + 2 * i);
  const perm = [...positions.map((position) => position + 1), 0, ...around(positions, channels)];
  const sorted = scope.node("Transpose", [cut], scope.unique(`${output.name}:sorted`), { perm });
  reshapeTo(scope, sorted, [-1, ...around(sizes)], scope.write(output, layout));
};

/** BATCH_TO_SPACE_ND: what SPACE_TO_BATCH_ND did, undone, then cropped. */
export const batchToSpace: Translation = (operator, scope) => {
  const { input, output, blocks, space, layout, around } = read(operator);
  const crops = integersOf(operator, 2);
  const count = blocks.length;
  const parts = [...blocks, -1, ...around(space)];
  const cut = reshapeTo(scope, scope.read(input, layout), parts, scope.unique(`${output.name}:offsets`));
  const first = layout === "nchw" ? count + 2 : count + 1;
  const channels = layout === "nchw" ? count + 1 : parts.length - 1;
  const pairs = space.flatMap((_, i) => [first + i, i]);
  const perm = [count, ...around(pairs, channels)];
  const sorted = scope.node("Transpose", [cut], scope.unique(`${output.name}:sorted`), { perm });
  const sizes = space.map((size, i) => size * (blocks[i] ?? 1));
  const whole = reshapeTo(scope, sorted, [-1, ...around(sizes)], scope.unique(`${output.name}:whole`));
  const list = (name: string, values: number[]) => scope.integers(`${output.name}:${name}`, values);
  const starts = list(
    "starts",
    space.map((_, i) => crops[2 * i] ?? 0),
  );
  const ends = list(
    "ends",
    sizes.map((size, i) => size - (crops[2 * i + 1] ?? 0)),
  );
  const axes = list(
    "axes",
    space.map((_, i) => i + (layout === "nchw" ? 2 : 1)),
  );
  scope.node("Slice", [whole, starts, ends, axes], scope.write(output, layout));
};

function read(operator: Operator) {
  const input = inputOf(operator, 0);
  const blocks = integersOf(operator, 1);
  if (input.shape.some((_, axis) => axis > 0 && !isKnown(input, axis)))
    throw unsupported(
      operator,
      `takes '${input.name}' of shape [${input.signature}], of which too much is unknown`,
    );
  const space = input.shape.slice(1, blocks.length + 1);
  const rest = elementCount(input.shape.slice(blocks.length + 1));
  const layout: Layout = input.shape.length === 4 && blocks.length === 2 ? "nchw" : "nhwc";
  /** What there is for the channels, and for space, in the order of the layout. */
  const around = (values: readonly number[], channels = rest) =>
    layout === "nchw" ? [channels, ...values] : [...values, channels];
  return { input, output: outputOf(operator), blocks, space, layout, around };
}
