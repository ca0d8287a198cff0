import type { Operator } from "../graph.js";
import { inputOf, integersOf, outputOf, requireRank, sizeOf } from "./operands.js";
import { reshapeTo } from "./reshapes.js";
import type { Translation } from "./translation.js";

/** SPACE_TO_BATCH_ND of images: each offset within a block becomes an image of its own, the offset before the batch. */
export const spaceToBatch: Translation = (operator, scope) => {
  const { image, channels, rows, columns, name } = read(operator);
  const [top = 0, bottom = 0, left = 0, right = 0] = integersOf(operator, 2);
  const pads = scope.integers(`${name}:pads`, [0, 0, top, left, 0, 0, bottom, right]);
  const padded = scope.node("Pad", [scope.read(image, "nchw"), pads], scope.unique(`${name}:padded`));
  const height = (sizeOf(image, 1) + top + bottom) / rows;
  const width = (sizeOf(image, 2) + left + right) / columns;
  const blocks = [-1, channels, height, rows, width, columns];
  const cut = reshapeTo(scope, padded, blocks, scope.unique(`${name}:blocks`));
  const sorted = scope.node("Transpose", [cut], scope.unique(`${name}:sorted`), { perm: [3, 5, 0, 1, 2, 4] });
  reshapeTo(scope, sorted, [-1, channels, height, width], scope.write(outputOf(operator), "nchw"));
};

/** BATCH_TO_SPACE_ND of images: what SPACE_TO_BATCH_ND did, undone, then cropped. */
export const batchToSpace: Translation = (operator, scope) => {
  const { image, channels, rows, columns, name } = read(operator);
  const [top = 0, bottom = 0, left = 0, right = 0] = integersOf(operator, 2);
  const height = sizeOf(image, 1);
  const width = sizeOf(image, 2);
  const offsets = [rows, columns, -1, channels, height, width];
  const cut = reshapeTo(scope, scope.read(image, "nchw"), offsets, scope.unique(`${name}:offsets`));
  const sorted = scope.node("Transpose", [cut], scope.unique(`${name}:sorted`), { perm: [2, 3, 4, 0, 5, 1] });
  const sizes = [-1, channels, height * rows, width * columns];
  const whole = reshapeTo(scope, sorted, sizes, scope.unique(`${name}:whole`));
  const starts = scope.integers(`${name}:starts`, [top, left]);
  const ends = scope.integers(`${name}:ends`, [height * rows - bottom, width * columns - right]);
  const axes = scope.integers(`${name}:axes`, [2, 3]);
  scope.node("Slice", [whole, starts, ends, axes], scope.write(outputOf(operator), "nchw"));
};

function read(operator: Operator) {
  const image = inputOf(operator, 0);
  requireRank(operator, image, 4);
  const [rows = 1, columns = 1] = integersOf(operator, 1);
  return { image, channels: sizeOf(image, 3), rows, columns, name: outputOf(operator).name };
}
