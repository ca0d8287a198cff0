import { expect, test } from "vitest";
import { lowerKeras } from "../../../../../services/toolkit/tflite/lower/lower-keras.js";
import { type Call, type Layer, network } from "./lowered.js";

function conv(): Layer {
  const kernel = { shape: [1, 1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };
  return ["Conv2D", {}, { kernel, bias: { shape: [2], data: Float32Array.of(5, 6) } }];
}

const RELU: Layer = ["ReLU"];
const ADD: Layer = ["Add"];

function operators(inputs: readonly string[], calls: readonly Call[], outputs: readonly string[]): string[] {
  return lowerKeras(network(inputs, calls, outputs)).operators.map(({ op, options }) => {
    const activation = options && "fusedActivationFunction" in options ? options.fusedActivationFunction : 0;
    return activation === 0 ? op : `${op} ${activation}`;
  });
}

test("a rectifier is not fused into what something else reads, or what is an output", () => {
  const calls: Call[] = [
    ["c", ["x"], conv()],
    ["r", ["c"], RELU],
  ];
  expect(operators(["x"], calls, ["r"])).toEqual(["CONV_2D 1"]);
  expect(operators(["x"], calls, ["c", "r"])).toEqual(["CONV_2D", "RELU"]);
  expect(operators(["x"], [...calls, ["s", ["c", "r"], ADD]], ["s"])).toEqual(["CONV_2D", "RELU", "ADD"]);
});

test("a rectifier is fused into a sum, a product and a pool", () => {
  const merged = (layer: Layer) =>
    operators(
      ["x", "y"],
      [
        ["m", ["x", "y"], layer],
        ["r", ["m"], RELU],
      ],
      ["r"],
    );
  expect(merged(["Add"])).toEqual(["ADD 1"]);
  expect(merged(["Multiply"])).toEqual(["MUL 1"]);
  expect(merged(["Subtract"])).toEqual(["SUB 1"]);
  expect(merged(["Maximum"])).toEqual(["MAXIMUM", "RELU"]);
  expect(merged(["Concatenate"])).toEqual(["CONCATENATION", "RELU"]);
});

test("an average is a sum and a product; three tensors are merged one by one", () => {
  const merged = (layer: Layer) => operators(["x", "y", "z"], [["m", ["x", "y", "z"], layer]], ["m"]);
  expect(merged(["Average"])).toEqual(["ADD", "ADD", "MUL"]);
  expect(merged(["Maximum"])).toEqual(["MAXIMUM", "MAXIMUM"]);
  expect(merged(["Concatenate", { axis: -1 }])).toEqual(["CONCATENATION"]);
});

test("a tensor is read once and a call of equal layers on it is made once", () => {
  const layer = conv();
  const calls: Call[] = [
    ["a", ["x"], layer],
    ["b", ["x"], layer],
    ["s", ["a", "b"], ADD],
  ];
  expect(operators(["x"], calls, ["s"])).toEqual(["CONV_2D", "ADD"]);
});

test("a shared layer has one tensor of weights", () => {
  const layer = conv();
  const { operators: both } = lowerKeras(
    network(
      ["x", "y"],
      [
        ["a", ["x"], layer],
        ["b", ["y"], layer],
        ["s", ["a", "b"], ADD],
      ],
      ["s"],
    ),
  );
  expect(both.map(({ op }) => op)).toEqual(["CONV_2D", "CONV_2D", "ADD"]);
  expect(both[0]?.inputs[1]).toBe(both[1]?.inputs[1]);
});

test("inputs and outputs have TensorFlow's names and order, and the signature Keras's names", () => {
  const graph = lowerKeras(
    network(
      ["x", "y"],
      [
        ["b", ["x"], RELU],
        ["a", ["y"], ["Activation", { activation: "tanh" }]],
      ],
      ["b", "a"],
    ),
  );
  expect(graph.inputs.map(({ name }) => name)).toEqual(["serving_default_y:0", "serving_default_x:0"]);
  expect(graph.outputs.map(({ name }) => name)).toEqual([
    "StatefulPartitionedCall:1",
    "StatefulPartitionedCall:0",
  ]);
  expect(graph.signature).toEqual({ inputs: ["y", "x"], outputs: ["b", "a"] });
});

test("Keras 2 names the outputs in the signature after their layers, each name once", () => {
  const model = network(
    ["x"],
    [
      ["inner/relu", ["x"], RELU],
      ["inner/tanh", ["x"], ["Activation", { activation: "tanh" }]],
    ],
    ["inner/tanh", "inner/relu"],
  );
  const { signature, operators: made, outputs } = lowerKeras({ ...model, outputLayers: ["inner", "inner"] });
  expect(signature?.outputs.toSorted()).toEqual(["inner", "inner_1"]);
  const first = outputs[signature?.outputs.indexOf("inner") ?? 0];
  expect(made.find((operator) => operator.outputs[0] === first)?.op).toBe("TANH");
});

test("Keras 3 numbers the outputs in the signature, but those of a dict have their keys", () => {
  const model = { ...network(["x"], [["a", ["x"], RELU]], ["a"]), version: 3 } as const;
  expect(lowerKeras(model).signature?.outputs).toEqual(["output_0"]);
  expect(lowerKeras({ ...model, outputKeys: ["heat"] }).signature?.outputs).toEqual(["heat"]);
});

test("an input that is not of float32 is refused", () => {
  const model = network(["x"], [["r", ["x"], RELU]], ["r"]);
  Object.assign(model.inputs[0] ?? {}, { type: "uint8" });
  expect(() => lowerKeras(model)).toThrow('Input "x" has the type uint8');
});

test("no two tensors have one name", () => {
  const layer = conv();
  const { operators: all } = lowerKeras(
    network(
      ["x", "y"],
      [
        ["a", ["x"], layer],
        ["b", ["y"], layer],
        ["s", ["a", "b"], ADD],
      ],
      ["s"],
    ),
  );
  const tensors = new Set(all.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  expect(new Set([...tensors].map((tensor) => tensor?.name)).size).toBe(tensors.size);
});

test("an input whose sizes are unknown is refused with what the file says", () => {
  const model = network(["x"], [["r", ["x"], RELU]], ["r"]);
  const [input] = model.inputs;
  Object.assign(input ?? {}, { shape: [null, null, null, 3] });
  expect(() => lowerKeras(model)).toThrow('Input "x" has the shape (None, None, None, 3)');
});

test("an unknown class is refused with those that are supported and the nearest", () => {
  const model = network(["x"], [["r", ["x"], ["Conv2d"]]], ["r"]);
  expect(() => lowerKeras(model)).toThrow(
    expect.objectContaining({
      code: "keras_layer_unsupported",
      message: expect.stringMatching(/Layer "r" \(Conv2d\).*supported are .*Conv2D/),
      hint: expect.stringMatching(/Did you mean Conv2D\?.*quantization\.engine: tensorflow/),
    }),
  );
});

test("of classes that are none of Keras's all are named, and no nearest", () => {
  const model = network(
    ["x"],
    [
      ["r", ["x"], ["Wavelet"]],
      ["s", ["r"], ["Capsule"]],
    ],
    ["s"],
  );
  const told = {
    message: expect.stringContaining('Layer "r" (Wavelet)'),
    hint: expect.stringMatching(/^Set /),
  };
  expect(() => lowerKeras(model)).toThrow(expect.objectContaining(told));
  expect(() => lowerKeras(model)).toThrow("(as are those of Capsule)");
});
