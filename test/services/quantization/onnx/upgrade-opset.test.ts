import { expect, test } from "vitest";
import { upgradeOpset } from "../../../../services/quantization/onnx/upgrade-opset.js";
import { makeInt } from "../../../../services/toolkit/onnx/attribute.js";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import type { NodeProto } from "../../../../services/toolkit/onnx/onnx_pb.js";
import { opsetVersion } from "../../../../services/toolkit/onnx/opset.js";
import { smallModel } from "../../toolkit/onnx/small-model.js";
import { makeInts } from "./make-ints.js";
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

test("an older model than opset 11 is refused", async () => {
  const nodes = [makeNode("Relu", "", ["x"], ["y"])];
  const model = smallModel({ nodes, input: ["N", 4], outputs: ["y"], opset: 9 });
  await expect(upgradeOpset(model, { name: "old.onnx", targetOpset: 17 })).rejects.toThrow(
    "old.onnx uses ONNX opset 9; quantization needs 11 or newer",
  );
});
