import { expect, test } from "vitest";
import { roundHalfEven } from "../../../../services/toolkit/tensor/round-half-even.js";

test.each([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-0.5, 0],
  [-1.5, -2],
  [-2.5, -2],
  [2.4999999999999996, 2],
  [-127.5, -128],
])("%d is rounded to %d", (value, rounded) => expect(roundHalfEven(value) + 0).toBe(rounded));
