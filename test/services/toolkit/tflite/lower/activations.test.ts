import { expect, test } from "vitest";
import { lowerKeras } from "../../../../../services/toolkit/tflite/lower/lower-keras.js";
import { type Layer, lines, lowered, sequence } from "./lowered.js";

const IMAGE = [null, 2, 2, 3] as const;
const KERAS_3 = { dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "float32" } } };

const named = (layer: Layer) => lines(lowered(IMAGE, layer)).map((line) => line.replace(" -1x2x2x3", ""));

test.each([
  ["linear", []],
  ["relu6", ["RELU6"]],
  ["sigmoid", ["LOGISTIC"]],
  ["softmax", ["SOFTMAX"]],
  ["swish", ["LOGISTIC", "MUL"]],
  ["hard_swish", ["HARD_SWISH"]],
  ["softplus", ["EXP", "ADD [1]", "LOG"]],
  ["softsign", ["ABS", "ADD [1]", "DIV"]],
  ["leaky_relu", ["LEAKY_RELU"]],
  ["gelu", ["GELU"]],
  ["exponential", ["EXP"]],
  ["mish", ["EXP", "ADD [1]", "LOG", "TANH", "MUL"]],
  ["hard_tanh", ["RELU_N1_TO_1"]],
])("%s", (activation, expected) => {
  expect(named(["Activation", { activation }])).toEqual(expected);
});

test("hard_sigmoid is a line of 0.2 in Keras 2 and of 1/6 in Keras 3", () => {
  const activation = "hard_sigmoid";
  const [fifth, sixth] = [Math.fround(0.2), Math.fround(1 / 6)];
  expect(named(["Activation", { activation }])).toEqual([
    `MUL [${fifth}]`,
    "ADD [0.5]",
    "MINIMUM [1]",
    "RELU",
  ]);
  expect(named(["Activation", { activation, ...KERAS_3 }])).toEqual(["ADD [3]", `MUL [${sixth}]`]);
});

test("an activation of Keras 3 that is a function of another package is known by its name", () => {
  const activation = { module: "builtins", class_name: "function", config: "relu6" };
  expect(named(["Activation", { activation }])).toEqual(["RELU6"]);
});

test.each([
  [{ max_value: 6 }, ["RELU6"]],
  [{ max_value: 4 }, ["RELU", "MINIMUM [4]", "RELU"]],
  [{ negative_slope: 0.5 }, ["LEAKY_RELU"]],
  [{ threshold: 1 }, ["GREATER [1]", "CAST", "MUL"]],
  [{ threshold: 1, max_value: 6, ...KERAS_3 }, ["GREATER [1]", "SELECT_V2 [0]", "RELU6"]],
  [{ negative_slope: 0.5, max_value: 6 }, ["RELU6", "NEG", "RELU", "MUL [0.5]", "SUB"]],
])("ReLU %j", (config, expected) => {
  expect(named(["ReLU", config])).toEqual(expected);
});

/** A function call on what comes before it and a constant. */
function called(name: string, value: number, { isFirst = false } = {}) {
  const model = sequence(IMAGE, ["TFOpLambda"]);
  const [call] = model.calls;
  if (call === undefined) throw new Error("no call");
  const tensor = { kind: "tensor", input: 0 } as const;
  const constant = { kind: "constant", value } as const;
  const operation = {
    function: name,
    args: [isFirst ? constant : tensor],
    kwargs: new Map([["y", isFirst ? tensor : constant]]),
  };
  return { ...model, calls: [{ ...call, layer: { ...call.layer, operation } }] };
}

test.each([
  ["__operators__.add", 3, false, "ADD [3]"],
  ["__operators__.add", 3, true, "ADD [3]"],
  ["math.subtract", 3, true, "SUB [3]"],
  ["math.truediv", 4, false, "MUL [0.25]"],
  ["math.pow", 2, false, "MUL"],
  ["numpy.Maximum", 0, false, "RELU"],
])("%s with %d (first: %s) is %s", (name, value, isFirst, expected) => {
  const graph = lowerKeras(called(name, value, { isFirst }));
  expect(lines(graph).map((line) => line.replace(" -1x2x2x3", ""))).toEqual([expected]);
});

test("an unknown function is refused with its name and the nearest", () => {
  expect(() => lowerKeras(called("math.multiplied", 2))).toThrow(
    expect.objectContaining({
      code: "keras_layer_unsupported",
      message: expect.stringContaining("calls math.multiplied"),
      hint: expect.stringContaining("Did you mean multiply?"),
    }),
  );
});

test("a function's settings are followed or refused, never ignored", () => {
  const withSetting = (name: string, setting: string, value: number) => {
    const model = called(name, 0);
    const [call] = model.calls;
    if (call === undefined) throw new Error("no call");
    const kwargs = new Map([[setting, { kind: "constant", value } as const]]);
    const operation = { ...call.layer.operation, kwargs };
    return lowerKeras({ ...model, calls: [{ ...call, layer: { ...call.layer, operation } }] });
  };
  expect(lines(withSetting("activations.ReLU", "max_value", 6))).toEqual(["RELU6 -1x2x2x3"]);
  expect(lines(withSetting("nn.LogSoftmax", "axis", -1))).toEqual(["LOG_SOFTMAX -1x2x2x3"]);
  expect(() => withSetting("nn.LogSoftmax", "axis", 1)).toThrow("calls nn.LogSoftmax with axis: 1");
});
