import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeInt } from "../../../../services/toolkit/onnx/attribute.js";
import { inferTensors } from "../../../../services/toolkit/onnx/infer-tensors.js";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import { readModel } from "../../../../services/toolkit/onnx/read-model.js";
import { shapes } from "../../../../services/toolkit/onnx/shapes.js";
import { hasShared, shared } from "../../../shared.js";
import { smallModel } from "./small-model.js";

/** Flattens by a shape that is computed from the input's. */
const flatten = smallModel({
  nodes: [
    makeNode("Shape", "", ["x"], ["shape"]),
    makeNode("Gather", "", ["shape", "zero"], ["batch"]),
    makeNode("Concat", "", ["batch", "rest"], ["target"], [makeInt("axis", 0)]),
    makeNode("Reshape", "", ["x", "target"], ["y"]),
  ],
  constants: { zero: [[1], BigInt64Array.of(0n)], rest: [[1], BigInt64Array.of(-1n)] },
  input: ["N", 3, 4, 5],
  outputs: ["y"],
});

test("a symbolic batch counts as one, also where a shape is computed in the graph", async () => {
  const found = await shapes(flatten);
  expect(found.get("x")).toEqual([1, 3, 4, 5]);
  expect(found.get("target")).toEqual([2]);
  expect(found.get("y")).toEqual([1, 60]);
});

test("the model that is asked about stays as it is", async () => {
  const before = structuredClone(flatten.graph.input);
  await shapes(flatten);
  expect(flatten.graph.input).toEqual(before);
  expect(flatten.graph.output.map(({ name }) => name)).toEqual(["y"]);
});

test("a tensor with another symbolic dim is left out", async () => {
  const nodes = [makeNode("Relu", "", ["x"], ["y"])];
  expect([...(await shapes(smallModel({ nodes, input: ["N", "height"], outputs: ["y"] }))).keys()]).toEqual(
    [],
  );
});

test("element types are told beside the shapes", async () => {
  const tensors = await inferTensors(flatten);
  expect(tensors.get("shape")).toEqual({ name: "shape", type: "int64", dims: [4] });
  expect(tensors.get("x")).toEqual({ name: "x", type: "float32", dims: ["N", 3, 4, 5] });
});

test("a scalar has no dims, a tensor of unknown rank is left out", async () => {
  const nodes = [
    makeNode("ReduceSum", "", ["x"], ["sum"], [makeInt("keepdims", 0)]),
    makeNode("NonZero", "", ["x"], ["where"]),
    makeNode("Squeeze", "", ["where"], ["maybe"]),
  ];
  const found = await shapes(smallModel({ nodes, input: [2, 2], outputs: ["sum", "maybe"] }));
  expect(found.get("sum")).toEqual([]);
  expect(found.has("maybe")).toBe(false);
});

describe.skipIf(!hasShared)("every tensor of the shared networks has a shape (needs ../shared)", () => {
  const folders = hasShared ? [shared("models"), shared("models", "zoo_samples")] : [];
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  test.each(files.filter((name) => name.endsWith(".onnx")))("%s", async (path) => {
    const model = readModel(path);
    const found = await shapes(model);
    const unknown = model.graph.node
      .flatMap(({ output }) => output)
      .filter((name) => name && !found.has(name));
    expect(unknown).toEqual([]);
  });
});
