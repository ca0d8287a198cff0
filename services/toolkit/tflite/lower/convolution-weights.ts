import type { KerasWeight } from "../../keras/model.js";
import type { Tensor } from "../graph.js";
import type { Scope } from "./scope.js";
import { transposed } from "./transposed.js";

/** HWIO as OHWI, where I is a group's channels if there are groups; WIO, of a sequence, as O1WI. */
export function fullWeights({ data, shape }: KerasWeight, scope: Scope): Tensor {
  const [rows = 1, columns = 1, channels = 1, filters = 1] = inFourAxes(shape);
  return scope.shared(data, () =>
    scope.constant("weights", transposed(data, data.length / filters, filters), [
      filters,
      rows,
      columns,
      channels,
    ]),
  );
}

export interface DepthwiseWeights {
  readonly weights: Tensor;
  /** How many output channels an input channel has. */
  readonly multiplier: number;
}

/** HWIM as 1HW(I·M); WIM, of a sequence, as 11W(I·M). */
export function depthwiseWeights({ data, shape }: KerasWeight, scope: Scope): DepthwiseWeights {
  const [rows = 1, columns = 1, channels = 1, multiplier = 1] = inFourAxes(shape);
  const weights = scope.shared(data, () =>
    scope.constant("depthwise_weights", data, [1, rows, columns, channels * multiplier]),
  );
  return { weights, multiplier };
}

function inFourAxes(shape: readonly number[]): readonly number[] {
  return shape.length === 3 ? [1, ...shape] : shape;
}
