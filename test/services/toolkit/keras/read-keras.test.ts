import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { KerasModel } from "../../../../services/toolkit/keras/model.js";
import { readKeras } from "../../../../services/toolkit/keras/read-keras.js";
import {
  type FixtureArray,
  type LegacyWeights,
  writeH5,
  writeKerasArchive,
} from "../../../fixtures/keras-file.js";
import { DENSE_RELU, DENSE_WEIGHTS, functional, input, layer, sequential, tensor } from "./configs.js";

const folder = mkdtempSync(join(tmpdir(), "keras-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

async function readH5(config: unknown, weights: LegacyWeights): Promise<KerasModel> {
  const path = join(folder, `${count++}.h5`);
  await writeH5(path, config, weights);
  return readKeras(path);
}

async function readArchive(config: unknown, weights: Record<string, FixtureArray[]>): Promise<KerasModel> {
  const path = join(folder, `${count++}.keras`);
  await writeKerasArchive(path, config, weights);
  return readKeras(path);
}

/** `relu(dense)`: each call with the names of the layers that make its inputs. */
function calls({ calls: list }: KerasModel): string[] {
  return list.map(({ layer: { name }, inputs }) => `${name}(${inputs.map((one) => one.name).join(", ")})`);
}

function weight(model: KerasModel, name: string, role: string): number[] {
  const found = model.calls.find((call) => call.layer.name === name)?.layer.weights.get(role);
  return found === undefined ? [] : [...found.data];
}

const scalar = (value: number): FixtureArray => ({ shape: [1], data: [value] });

test("a functional network of Keras 2 is read with its inputs, calls and weights", async () => {
  const model = await readH5(DENSE_RELU, DENSE_WEIGHTS);
  expect(model.inputs).toEqual([{ name: "in", shape: [null, 2] }]);
  expect(calls(model)).toEqual(["dense(in)", "relu(dense)"]);
  expect(model.calls[0]?.layer.weights.get("kernel")).toEqual({
    shape: [2, 3],
    data: Float32Array.of(1, 2, 3, 4, 5, 6),
  });
  expect(model.outputs[0]).toBe(model.calls[1]?.outputs[0]);
});

test("an .h5 file named .keras is read by its content", async () => {
  const path = join(folder, "renamed.keras");
  await writeH5(path, DENSE_RELU, DENSE_WEIGHTS);
  expect(calls(await readKeras(path))).toEqual(["dense(in)", "relu(dense)"]);
});

test("a Sequential network takes its input's shape from its first layer", async () => {
  const dense = layer("Dense", "dense", { units: 3, batch_input_shape: [null, 2] });
  const model = await readH5(sequential("seq", [dense]), { dense: DENSE_WEIGHTS.dense });
  expect(model.inputs).toEqual([{ name: "dense_input", shape: [null, 2] }]);
  expect(calls(model)).toEqual(["dense(dense_input)"]);
});

test("a Sequential network that was built later takes the shape that it was built with", async () => {
  const config = { ...sequential("seq", [layer("ReLU", "relu")]), build_config: { input_shape: [null, 5] } };
  expect((await readH5(config, {})).inputs).toEqual([{ name: "relu_input", shape: [null, 5] }]);
});

function block(name: string) {
  return functional(
    name,
    [
      input("block_in", [null, 2]),
      layer("PReLU", "slope", {}, [[["block_in", 0, 0, {}]]]),
      layer("BatchNormalization", "norm", {}, [[["slope", 0, 0, {}]]]),
      layer("PReLU", "last", {}, [[["norm", 0, 0, {}]]]),
    ],
    [["block_in", 0, 0]],
    [["last", 0, 0]],
  );
}

const blockWeights = {
  "slope/alpha:0": scalar(1),
  "norm/gamma:0": scalar(2),
  "norm/beta:0": scalar(3),
  "last/alpha:0": scalar(4),
  "norm/moving_mean:0": scalar(5),
  "norm/moving_variance:0": scalar(6),
};

test("a model inside a model that is called twice becomes calls of shared layers", async () => {
  const nested = {
    ...block("block"),
    name: "block",
    inbound_nodes: [[["in", 0, 0, {}]], [["block", 1, 0, {}]]],
  };
  const model = await readH5(
    functional("net", [input("in", [null, 2]), nested], [["in", 0, 0]], [["block", 2, 0]]),
    { in: {}, block: blockWeights },
  );
  expect(calls(model)).toEqual([
    "block/slope(in)",
    "block/norm(block/slope)",
    "block/last(block/norm)",
    "block/slope(block/last)",
    "block/norm(block/slope)",
    "block/last(block/norm)",
  ]);
  expect(model.calls[3]?.layer).toBe(model.calls[0]?.layer);
  expect(weight(model, "block/norm", "moving_variance")).toEqual([6]);
  expect(weight(model, "block/last", "alpha")).toEqual([4]);
});

test("weights of a nested model find their layer by name where an unknown layer has some too", async () => {
  const inner = sequential("inner", [
    layer("Mystery", "odd"),
    layer("PReLU", "slope"),
    layer("PReLU", "last"),
  ]);
  const model = await readH5(sequential("net", [input("in", [null, 1]), { ...inner, name: "inner" }]), {
    inner: { "odd/w:0": scalar(1), "slope/alpha:0": scalar(2), "last/alpha:0": scalar(3) },
  });
  expect(weight(model, "inner/slope", "alpha")).toEqual([2]);
  expect(weight(model, "inner/last", "alpha")).toEqual([3]);
  expect(model.calls[0]?.layer).toMatchObject({ className: "Mystery", name: "inner/odd" });
});

test("calls whose results reach no output are left out", async () => {
  const config = functional(
    "net",
    [
      input("in", [null, 2]),
      layer("ReLU", "used", {}, [[["in", 0, 0]]]),
      layer("ReLU", "unused", {}, [[["in", 0, 0]]]),
    ],
    [["in", 0, 0]],
    [["used", 0, 0]],
  );
  expect(calls(await readH5(config, {}))).toEqual(["used(in)"]);
});

test("inputs given under names come in the order of the names", async () => {
  const config = functional(
    "net",
    [
      input("b", [null, 2]),
      input("a", [null, 2]),
      layer("Add", "add", {}, [
        [
          ["b", 0, 0, {}],
          ["a", 0, 0, {}],
        ],
      ]),
    ],
    { b: ["b", 0, 0], a: ["a", 0, 0] },
    ["add", 0, 0],
  );
  const model = await readH5(config, {});
  expect(model.inputs.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(calls(model)).toEqual(["add(b, a)"]);
});

test("function calls of Keras 2 keep tensors and constants apart", async () => {
  const operation = (name: string, called: string, node: unknown) =>
    layer("TFOpLambda", name, { function: called }, [node]);
  const config = functional(
    "net",
    [
      input("in", [null, 2]),
      operation("plus", "__operators__.add", ["in", 0, 0, { y: 3, name: null }]),
      operation("times", "math.multiply", ["in", 0, 0, { y: ["plus", 0, 0] }]),
      operation("minus", "math.subtract", ["_CONSTANT_VALUE", -1, 1.5, { y: ["times", 0, 0] }]),
      operation("joined", "concat", [
        ["minus", 0, 0, { axis: -1 }],
        ["in", 0, 0, { axis: -1 }],
      ]),
    ],
    [["in", 0, 0]],
    [["joined", 0, 0]],
  );
  const model = await readH5(config, {});
  expect(calls(model)).toEqual(["plus(in)", "times(in, plus)", "minus(times)", "joined(minus, in)"]);
  expect(model.calls.map(({ layer: { operation: told } }) => told)).toEqual([
    {
      function: "__operators__.add",
      args: [{ kind: "tensor", input: 0 }],
      kwargs: new Map([
        ["y", { kind: "constant", value: 3 }],
        ["name", { kind: "constant", value: null }],
      ]),
    },
    {
      function: "math.multiply",
      args: [{ kind: "tensor", input: 0 }],
      kwargs: new Map([["y", { kind: "tensor", input: 1 }]]),
    },
    {
      function: "math.subtract",
      args: [{ kind: "constant", value: 1.5 }],
      kwargs: new Map([["y", { kind: "tensor", input: 0 }]]),
    },
    {
      function: "concat",
      args: [
        {
          kind: "list",
          items: [
            { kind: "tensor", input: 0 },
            { kind: "tensor", input: 1 },
          ],
        },
      ],
      kwargs: new Map([["axis", { kind: "constant", value: -1 }]]),
    },
  ]);
});

test("a .keras file of Keras 3 is read: layers of one class are counted, functions keep their settings", async () => {
  const keras3 = (module: string, className: string, name: string, config: object, args: unknown[]) => ({
    ...layer(className, name, config, [{ args, kwargs: {} }]),
    module,
    registered_name: null,
  });
  const config = functional(
    "net",
    [
      { ...layer("InputLayer", "in", { batch_shape: [null, 1] }), module: "keras.layers" },
      keras3("keras.layers", "Dense", "first", { use_bias: false }, [tensor("in")]),
      keras3("keras.layers", "Dense", "second", { use_bias: false }, [tensor("first")]),
      keras3("keras.src.ops.numpy", "Mean", "mean", { axis: [1] }, [tensor("second")]),
    ],
    ["in", 0, 0],
    ["mean", 0, 0],
  );
  const model = await readArchive(config, {
    "layers/dense": [{ shape: [1, 1], data: [1] }],
    "layers/dense_1": [{ shape: [1, 1], data: [2] }],
  });
  expect(calls(model)).toEqual(["first(in)", "second(first)", "mean(second)"]);
  expect(weight(model, "second", "kernel")).toEqual([2]);
  const { className, operation } = model.calls[2]?.layer ?? {};
  expect(className).toBe("Operation");
  expect(operation?.function).toBe("Mean");
  expect(operation?.kwargs.get("axis")).toEqual({ kind: "constant", value: [1] });
});

test("an output that a nested model makes is told with the nested model's name, as a layer's", async () => {
  const inner = functional(
    "inner",
    [input("x", [null, 2]), layer("ReLU", "relu", {}, [[["x", 0, 0, {}]]])],
    [["x", 0, 0]],
    [["relu", 0, 0]],
  );
  const config = functional(
    "outer",
    [input("in", [null, 2]), { ...inner, name: "inner", inbound_nodes: [[["in", 0, 0, {}]]] }],
    [["in", 0, 0]],
    [["inner", 1, 0]],
  );
  const model = await readH5(config, {});
  expect(model.outputs).toEqual([{ name: "inner/relu" }]);
  expect(model.outputLayers).toEqual(["inner"]);
});

test("outputs in a dict come in the order of their keys, which are told", async () => {
  const relu = (name: string) => layer("ReLU", name, {}, [{ args: [tensor("in")], kwargs: {} }]);
  const outputs = { heat: ["a", 0, 0], box: ["b", 0, 0] };
  const layers = [input("in", [null, 2]), relu("a"), relu("b")];
  const model = await readArchive(functional("net", layers, ["in", 0, 0], outputs), {});
  expect(model.outputKeys).toEqual(["box", "heat"]);
  expect(model.outputs).toEqual([{ name: "b" }, { name: "a" }]);
});

test("a custom class is told with its package, whatever its name", async () => {
  const custom = {
    ...layer("Dense", "mine", {}, [{ args: [tensor("in")], kwargs: {} }]),
    module: "my_layers",
    registered_name: "Dense",
  };
  const model = await readArchive(
    functional("net", [input("in", [null, 1]), custom], ["in", 0, 0], ["mine", 0, 0]),
    {},
  );
  expect(model.calls[0]?.layer.className).toBe("my_layers>Dense");
});

test("float64 weights are rounded to float32", async () => {
  const model = await readH5(sequential("net", [input("in", [null, 1]), layer("PReLU", "slope")]), {
    slope: { "slope/alpha:0": { shape: [1], data: [0.1], type: "<d" } },
  });
  expect(weight(model, "slope", "alpha")).toEqual([Math.fround(0.1)]);
});

test("mean and variance of a Normalization layer come from its config where they were given", async () => {
  const normalization = layer("Normalization", "norm", { axis: [-1], mean: [1, 2], variance: [3, 4] });
  const model = await readH5(sequential("net", [input("in", [null, 2]), normalization]), {});
  expect(weight(model, "norm", "mean")).toEqual([1, 2]);
  expect(weight(model, "norm", "variance")).toEqual([3, 4]);
});
