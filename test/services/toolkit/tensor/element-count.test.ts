import { expect, test } from "vitest";
import { elementCount } from "../../../../services/toolkit/tensor/element-count.js";

test.each([
  [[2, 3, 4], 24],
  [[2, 0], 0],
  [[], 1],
])("a tensor of the shape %j has %i elements", (shape, count) => {
  expect(elementCount(shape)).toBe(count);
});
