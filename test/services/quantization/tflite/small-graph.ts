import type { Graph, Operator, Tensor } from "../../../../services/toolkit/tflite/graph.js";
import type { BuiltinOperator } from "../../../../services/toolkit/tflite/schema/builtin-operators.js";
import { makeOptions } from "../../../../services/toolkit/tflite/schema/options.js";

export const float = (name: string, shape: readonly number[] = [1, 4, 4, 2]): Tensor => ({
  name,
  type: "FLOAT32",
  shape,
});

export const constant = (
  name: string,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Tensor => ({
  ...float(name, shape),
  data: Float32Array.from(values),
});

export const node = (
  op: BuiltinOperator,
  inputs: readonly Tensor[],
  ...outputs: readonly Tensor[]
): Operator => ({
  op,
  inputs: [...inputs],
  outputs: [...outputs],
});

/** A convolution 1x1 of two channels; its bias is 0. */
export function conv(
  input: Tensor,
  output: Tensor,
  weight = constant(`${output.name}/w`, [1, 2, 3, 4], [2, 1, 1, 2]),
): Operator {
  const options = makeOptions("Conv2DOptions", { strideW: 1, strideH: 1 });
  return {
    op: "CONV_2D",
    inputs: [input, weight, constant(`${output.name}/b`, [0, 0])],
    outputs: [output],
    options,
  };
}

export const graph = (operators: Operator[], inputs: Tensor[], outputs: Tensor[]): Graph => ({
  name: "small",
  operators,
  inputs,
  outputs,
});

/** A range of ±size for each tensor, by its name: different sizes make different scales. */
export const ranges = (sizes: Readonly<Record<string, number>>) =>
  new Map(Object.entries(sizes).map(([name, size]) => [name, { min: -size, max: size }]));

/** The scale of a range of ±size. */
export const scaleOf = (size: number) => Math.fround((2 * size) / 255);
