import { expect, test } from "vitest";
import { lowerKeras } from "../../../../../services/toolkit/tflite/lower/lower-keras.js";
import { nodePaths } from "../../../../../services/toolkit/tflite/lower/node-paths.js";
import { type Call, type Layer, network } from "./lowered.js";

function conv(channels: number, config: Layer[1] = {}): Layer {
  const kernel = { shape: [1, 1, channels, 2], data: new Float32Array(2 * channels) };
  return ["Conv2D", config, { kernel, bias: { shape: [2], data: Float32Array.of(5, 6) } }];
}

/** Two pools of one tensor; the other branch of the concatenation begins at the input. */
const BRANCHES: readonly Call[] = [
  ["conv2d", ["input_1"], conv(2, { activation: "relu" })],
  ["max_pooling2d", ["conv2d"], ["MaxPooling2D"]],
  ["conv2d_1", ["input_1"], conv(2, { strides: [2, 2] })],
  ["concatenate", ["max_pooling2d", "conv2d_1"], ["Concatenate"]],
  ["average_pooling2d", ["conv2d"], ["AveragePooling2D"]],
  ["conv2d_2", ["concatenate"], conv(4)],
  ["conv2d_3", ["average_pooling2d"], conv(2)],
];

/** The layer of each operator, in order; the outputs have TensorFlow's names. */
function order(name: string, version: 2 | 3): (string | undefined)[] {
  const model = network(["input_1"], BRANCHES, ["conv2d_2", "conv2d_3"]);
  const { operators } = lowerKeras({ ...model, name, version });
  return operators.map(({ outputs }) => outputs[0]?.name.split("/")[0]);
}

test("the operators are in the order in which TensorFlow 2.21 writes those of Keras 2", () => {
  expect(order("model", 2)).toEqual([
    "conv2d_1",
    "conv2d",
    "average_pooling2d",
    "StatefulPartitionedCall:1",
    "max_pooling2d",
    "concatenate",
    "StatefulPartitionedCall:0",
  ]);
});

test("where the network's name, which its weights have too, is before the input's in the alphabet, the input leads", () => {
  expect(order("functional", 3)).toEqual([
    "conv2d",
    "average_pooling2d",
    "StatefulPartitionedCall:1",
    "max_pooling2d",
    "conv2d_1",
    "concatenate",
    "StatefulPartitionedCall:0",
  ]);
});

test("nodes are named after their layers, in Keras 3 with the next free numbers in the order of the calls", () => {
  const calls: readonly Call[] = [
    ["conv2d", ["x"], conv(2)],
    ["re_lu", ["conv2d"], ["ReLU"]],
    ["re_lu_1", ["conv2d"], ["ReLU"]],
  ];
  const model = { ...network(["x"], calls, ["re_lu", "re_lu_1"]), name: "functional" };
  const paths = (keras: 2 | 3) => {
    const made = nodePaths(model, keras);
    return model.calls.map((call) => made.get(call));
  };
  expect(paths(2)).toEqual(["functional/conv2d", "functional/re_lu", "functional/re_lu_1"]);
  expect(paths(3)).toEqual(["functional_1/conv2d_1", "functional_1/re_lu_2", "functional_1/re_lu_1_1"]);
});
