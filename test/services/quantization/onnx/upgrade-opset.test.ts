import { expect, test } from "vitest";
import { upgradeOpset } from "../../../../services/quantization/onnx/upgrade-opset.js";
import { makeInt, makeString } from "../../../../services/toolkit/onnx/attribute.js";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import type { NodeProto } from "../../../../services/toolkit/onnx/onnx_pb.js";
import { opsetVersion } from "../../../../services/toolkit/onnx/opset.js";
import { smallModel } from "../../toolkit/onnx/small-model.js";
import { makeFloat, makeFloats, makeInts } from "./make-ints.js";
import { output } from "./run-model.js";

const DIMS = [1, 4, 3, 2];

test.each<[string, NodeProto[]]>([
  ["Softmax over all but the batch", [makeNode("Softmax", "", ["x"], ["y"])]],
  ["Softmax along the last axis", [makeNode("Softmax", "", ["x"], ["y"], [makeInt("axis", -1)])]],
  ["LogSoftmax over two axes", [makeNode("LogSoftmax", "", ["x"], ["y"], [makeInt("axis", 2)])]],
  ["Squeeze", [makeNode("Squeeze", "", ["x"], ["y"], [makeInts("axes", [0])])]],
  ["Squeeze without axes", [makeNode("Squeeze", "", ["x"], ["y"])]],
  ["Unsqueeze", [makeNode("Unsqueeze", "", ["x"], ["y"], [makeInts("axes", [0, 2])])]],
  ["ReduceSum", [makeNode("ReduceSum", "", ["x"], ["y"], [makeInts("axes", [2])])]],
  [
    "Split",
    [
      makeNode("Split", "", ["x"], ["a", "b"], [makeInt("axis", 1), makeInts("split", [1, 3])]),
      makeNode("Mul", "", ["a", "b"], ["y"]),
    ],
  ],
])("%s means the same after opset 11 became 17", async (_, nodes) => {
  const old = smallModel({ nodes, input: ["N", 4, 3, 2], outputs: ["y"], opset: 11 });
  const { model, opset } = await upgradeOpset(old, { name: "old", targetOpset: 17 });
  expect(opset).toEqual({ before: 11, after: 17 });
  expect(opsetVersion(model)).toBe(17);
  expect(opsetVersion(old)).toBe(11);
  expect(await output(model, DIMS)).toEqual(await output(old, DIMS));
});

test("a newer model stays as it is", async () => {
  const nodes = [makeNode("Relu", "", ["x"], ["y"])];
  const model = smallModel({ nodes, input: ["N", 4], outputs: ["y"], opset: 18 });
  expect((await upgradeOpset(model, { name: "new", targetOpset: 17 })).model).toBe(model);
});

const enlarged = [1, 1, 2, 3];
const reduced = [1, 1, 0.5, 0.5];

test.each<[string, number, NodeProto[]]>([
  ["Clip", 9, [makeNode("Clip", "", ["x"], ["y"], [makeFloat("min", -0.5), makeFloat("max", 0.25)])]],
  ["Clip without a lower bound", 10, [makeNode("Clip", "", ["x"], ["y"], [makeFloat("max", 0.25)])]],
  ["Pad", 9, [makeNode("Pad", "", ["x"], ["y"], [makeInts("pads", [0, 0, 1, 1, 0, 0, 2, 0])])]],
  [
    "Pad with a value",
    10,
    [makeNode("Pad", "", ["x"], ["y"], [makeInts("pads", [0, 0, 1, 1, 0, 0, 2, 0]), makeFloat("value", 3)])],
  ],
  [
    "Slice",
    9,
    [
      makeNode(
        "Slice",
        "",
        ["x"],
        ["y"],
        [makeInts("starts", [1]), makeInts("ends", [3]), makeInts("axes", [1])],
      ),
    ],
  ],
  ["TopK", 9, [makeNode("TopK", "", ["x"], ["y", "i"], [makeInt("k", 2), makeInt("axis", 1)])]],
  ["Upsample by an attribute", 7, [makeNode("Upsample", "", ["x"], ["y"], [makeFloats("scales", enlarged)])]],
  ["Upsample", 9, [makeNode("Upsample", "", ["x", "twice"], ["y"])]],
  ["Upsample, linear", 9, [makeNode("Upsample", "", ["x", "twice"], ["y"], [makeString("mode", "linear")])]],
  ["Resize to more points", 10, [makeNode("Resize", "", ["x", "twice"], ["y"])]],
  ["Resize to fewer points", 10, [makeNode("Resize", "", ["x", "half"], ["y"])]],
  ["Resize, linear", 10, [makeNode("Resize", "", ["x", "half"], ["y"], [makeString("mode", "linear")])]],
  ["Softmax over all but the batch", 9, [makeNode("Softmax", "", ["x"], ["y"])]],
  ["Dropout", 9, [makeNode("Dropout", "", ["x"], ["y"], [makeFloat("ratio", 0.5)])]],
  [
    "BatchNormalization",
    7,
    [makeNode("BatchNormalization", "", ["x", "s", "s", "s", "s"], ["y"], [makeInt("spatial", 1)])],
  ],
])("%s means the same after opset %i became 17", async (_, opset, nodes) => {
  const constants = {
    twice: [[4], Float32Array.from(enlarged)],
    half: [[4], Float32Array.from(reduced)],
    s: [[4], Float32Array.of(0.5, 1, 2, 3)],
  } as const;
  const old = smallModel({ nodes, constants, input: ["N", 4, 3, 2], outputs: ["y"], opset });
  const { model } = await upgradeOpset(old, { name: "old", targetOpset: 17 });
  expect(await output(model, DIMS)).toEqual(await output(old, DIMS));
});

test("an older model than opset 7 is refused", async () => {
  const nodes = [makeNode("Relu", "", ["x"], ["y"])];
  const model = smallModel({ nodes, input: ["N", 4], outputs: ["y"], opset: 6 });
  await expect(upgradeOpset(model, { name: "old.onnx", targetOpset: 17 })).rejects.toThrow(
    "old.onnx uses ONNX opset 6; quantization needs 7 or newer",
  );
});
