import { expect, test } from "vitest";
import { isQuantized } from "../../../../services/toolkit/onnx/is-quantized.js";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import { readModel } from "../../../../services/toolkit/onnx/read-model.js";
import { hasShared, shared } from "../../../shared.js";
import { smallModel } from "./small-model.js";

const withNode = (opType: string) =>
  smallModel({ nodes: [makeNode(opType, "", ["x"], ["y"])], input: ["N", 2], outputs: ["y"] });

test.each(["Conv", "Relu", "ReduceSum"])("a graph of %s alone is not quantized", (opType) => {
  expect(isQuantized(withNode(opType))).toBe(false);
});

test.each(["QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "ConvInteger"])(
  "a graph with %s is quantized",
  (opType) => expect(isQuantized(withNode(opType))).toBe(true),
);

test.each([Int8Array.of(1), Uint8Array.of(1)])("an 8-bit constant makes a graph quantized", (data) => {
  const nodes = [makeNode("Cast", "", ["c"], ["y"])];
  expect(isQuantized(smallModel({ nodes, constants: { c: [[1], data] }, input: [1], outputs: ["y"] }))).toBe(
    true,
  );
});

test.skipIf(!hasShared)("the real networks are told apart (needs ../shared)", () => {
  const of = (name: string) => isQuantized(readModel(shared("models", name)));
  expect(of("movenet_lightning_heatmaps_192.onnx")).toBe(false);
  expect(of("movenet_lightning_heatmaps_192_int8_qdq_pc.onnx")).toBe(true);
});
