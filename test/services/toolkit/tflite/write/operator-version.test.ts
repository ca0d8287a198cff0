import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Operator, Tensor, TensorType } from "../../../../../services/toolkit/tflite/graph.js";
import { readGraph } from "../../../../../services/toolkit/tflite/read-graph.js";
import { makeOptions } from "../../../../../services/toolkit/tflite/schema/options.js";
import { operatorVersion } from "../../../../../services/toolkit/tflite/write/operator-version.js";
import { readManifest } from "../../../../conformance/tflite-ptq/manifest.js";
import { hasShared, shared } from "../../../../shared.js";

const tensor = (type: TensorType, shape: readonly number[] = [1, 2, 2, 4], scale?: number): Tensor => ({
  name: "",
  type,
  shape,
  ...(scale === undefined
    ? {}
    : { quantization: { scale: Float32Array.of(scale), zeroPoint: [0], dimension: 0 } }),
});
const operator = (
  op: Operator["op"],
  inputs: Tensor[],
  output: Tensor,
  options?: Operator["options"],
): Operator => ({
  op,
  inputs,
  outputs: [output],
  options,
});
const INT8 = tensor("INT8");
const FLOAT = tensor("FLOAT32");

// Expectations worked out by hand from op_version.cc of TensorFlow 2.21.
test.each<[string, Operator, number]>([
  ["int8 convolution", operator("CONV_2D", [INT8, INT8], INT8), 3],
  ["grouped convolution", operator("CONV_2D", [INT8, tensor("INT8", [8, 1, 1, 2])], INT8), 6],
  ["float multiplication", operator("MUL", [FLOAT, FLOAT], FLOAT), 1],
  [
    "multiplication rescaled by 1",
    operator("MUL", [tensor("INT8", [1], 2), tensor("INT8", [1], 0.5)], tensor("INT8", [1], 1)),
    3,
  ],
  [
    "multiplication rescaled by less",
    operator("MUL", [tensor("INT8", [1], 2), tensor("INT8", [1], 0.5)], tensor("INT8", [1], 1.5)),
    2,
  ],
  [
    "subtraction of five dimensions",
    operator("SUB", [tensor("INT8", [1, 1, 1, 1, 2]), tensor("INT8", [2])], INT8),
    3,
  ],
  ["int8 exponential", operator("EXP", [INT8], INT8), 2],
  ["transposition of five dimensions", operator("TRANSPOSE", [tensor("FLOAT32", [1, 1, 1, 1, 2])], FLOAT), 4],
  [
    "dense layer without bias",
    operator("FULLY_CONNECTED", [INT8, INT8], INT8, makeOptions("FullyConnectedOptions")),
    6,
  ],
  [
    "transposed convolution with a fused activation",
    operator(
      "TRANSPOSE_CONV",
      [INT8, INT8, INT8],
      INT8,
      makeOptions("TransposeConvOptions", { fusedActivationFunction: 1 }),
    ),
    4,
  ],
  ["block of three dimensions", operator("SPACE_TO_BATCH_ND", [tensor("INT8", [1, 4, 2])], INT8), 3],
  ["an operator that has only one version", operator("ELU", [FLOAT], FLOAT), 1],
])("%s has the version of TensorFlow's rules", (_, made, version) => {
  expect(operatorVersion(made)).toBe(version);
});

describe.skipIf(!hasShared)("files of TensorFlow's converter", () => {
  const folder = shared("golden", "tflite_ptq");
  test.each(hasShared ? readManifest(folder).cases : [])(
    "$id: versions are TensorFlow's (needs ../shared)",
    (golden) => {
      const graph = readGraph(readFileSync(`${folder}/${golden.tflite}`), golden.id);
      const versions = new Map<string, number>();
      for (const made of graph.operators)
        versions.set(made.op, Math.max(versions.get(made.op) ?? 1, operatorVersion(made)));
      const wanted = golden.dump.operator_codes.map(({ builtin, version }) => [builtin, version]);
      expect([...versions].sort()).toEqual(wanted.sort());
    },
  );
});
