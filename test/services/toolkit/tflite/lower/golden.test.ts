import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readKeras } from "../../../../../services/toolkit/keras/read-keras.js";
import { lowerKeras } from "../../../../../services/toolkit/tflite/lower/lower-keras.js";
import { readGraph } from "../../../../../services/toolkit/tflite/read-graph.js";
import { hasShared, shared } from "../../../../shared.js";
import { described } from "./described.js";

const MODELS = ["golden", "tflite_ptq", "models"] as const;
const NAMES = [
  "concat_mul_act",
  "conv_bn_relu6",
  "conv_relu",
  "dilated_depthmult",
  "heatmap_head",
  "inverted_residual",
  "mobilenet_block",
  "mobilenet_v1_0.25_96",
  "multi_output_prelu",
  "pools_dense_softmax",
  "sub_reshape_transpose",
];

/** TensorFlow takes the roots of batch norms by an approximation, which may be one step of float32 off. */
const STEP = 2.5e-7;

describe.skipIf(!hasShared)("TensorFlow's float networks (needs ../shared)", () => {
  test.each(NAMES)("%s has the converter's operators, options and constants", async (name) => {
    const converted = readGraph(readFileSync(shared(...MODELS, `${name}.float.tflite`)), name);
    const ours = lowerKeras(await readKeras(shared(...MODELS, `${name}.h5`)));
    expect(ours.signature).toEqual(converted.signature);
    const [expected, lowered] = [described(converted), described(ours)];
    expect(lowered.operators).toEqual(expected.operators);
    for (const [index, constant] of expected.constants.entries())
      expect(distance(lowered.constants[index], constant)).toBeLessThanOrEqual(STEP);
  });

  test("the pose network's constants are the converter's, bit for bit", async () => {
    const path = shared("models", "movenet_lightning_heatmaps_192");
    const ours = described(lowerKeras(await readKeras(`${path}.h5`)));
    const expected = described(readGraph(readFileSync(`${path}.tflite`), path));
    expect(ours.operators).toEqual(expected.operators);
    for (const [index, constant] of expected.constants.entries())
      expect(distance(ours.constants[index], constant)).toBe(0);
  });
});

/** The largest difference, as a part of the largest value. */
function distance(ours: Float32Array | undefined, expected: Float32Array): number {
  if (ours?.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, largest] = [0, Number.MIN_VALUE];
  for (const [index, value] of expected.entries()) {
    difference = Math.max(difference, Math.abs(value - (ours[index] ?? Number.NaN)));
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}
