import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { footprintOf } from "../../../services/benchmarking/footprint/footprint.js";
import { readNetwork } from "../../../services/benchmarking/read-network.js";
import { kib, millions } from "../../../services/benchmarking/report/figures.js";
import { hasShared, shared } from "../../shared.js";

interface Published {
  readonly model: string;
  readonly weightsKib: number;
  readonly maccM: number;
}

/** Rows of the overview tables of version 8.1.0; fields have no quotes before those used. */
function published(): readonly Published[] {
  const [header = "", ...lines] = readFileSync(shared("data", "footprint", "rows.csv"), "utf8").split(
    /\r?\n/,
  );
  const columns = header.split(",");
  const rows = lines.map((line) => line.split(","));
  const at = (row: readonly string[], column: string) => row[columns.indexOf(column)] ?? "";
  return rows
    .filter((row) => at(row, "row_kind") === "summary" && at(row, "cubeai_version") === "8.1.0")
    .map((row) => ({
      model: at(row, "model_id"),
      weightsKib: Number(at(row, "weights_flash_kib")),
      maccM: Number(at(row, "macc_m")),
    }));
}

const TFLITE = [
  "fdmobilenet_0.25_128_flowers",
  "fdmobilenet_0.25_224_flowers",
  "mobilenet_v1_0.25_96_flowers",
  "resnet_v1_8_32_cifar10",
  "st_mnist_v1_28_emnist",
];
const QUANTIZED = ["fdmobilenet_0.25_128_flowers", "resnet_v1_8_32_cifar10", "st_mnist_v1_28_emnist"];

describe.skipIf(!hasShared)("published footprints (needs ../shared)", () => {
  test.each(QUANTIZED)(
    "weights and MACC of %s equal ST's figures to the last printed digit",
    async (model) => {
      const row = published().find((candidate) => candidate.model === model);
      const network = await readNetwork(shared("data", "footprint", "models", `${model}_qdq.onnx`));
      const footprint = footprintOf(network);
      expect({ weightsKib: kib(footprint.weightsBytes), maccM: millions(footprint.macc) }).toEqual({
        weightsKib: row?.weightsKib,
        maccM: row?.maccM,
      });
      expect(network.uncounted).toEqual([]);
    },
  );
});

describe.skipIf(!hasShared)("published footprints of .tflite files (needs ../shared)", () => {
  test.each(TFLITE)("weights and MACC of %s equal ST's figures to the last printed digit", async (model) => {
    const row = published().find((candidate) => candidate.model === model);
    const network = await readNetwork(shared("data", "footprint", "models", `${model}.tflite`));
    const footprint = footprintOf(network);
    expect({ weightsKib: kib(footprint.weightsBytes), maccM: millions(footprint.macc) }).toEqual({
      weightsKib: row?.weightsKib,
      maccM: row?.maccM,
    });
    expect(network.uncounted).toEqual([]);
  });

  test("the 8-bit pose network counts the same MACC as its ONNX form", async () => {
    const model = (ending: string) => shared("models", `movenet_lightning_heatmaps_192_int8_${ending}`);
    const tflite = footprintOf(await readNetwork(model("pc.tflite")));
    const onnx = footprintOf(await readNetwork(model("qdq_pc.onnx")));
    expect([tflite.macc, tflite.activationBytes]).toEqual([onnx.macc, onnx.activationBytes]);
  });
});

describe.skipIf(!hasShared)("the real pose network (needs ../shared)", () => {
  const model = (name: string) => shared("models", `movenet_lightning_heatmaps_192${name}.onnx`);

  test("has the 2 303 433 weights that its description counts, 4 bytes each in float", async () => {
    const { weightsBytes } = footprintOf(await readNetwork(model("")));
    expect(weightsBytes).toBe(2_303_433 * 4);
  });

  test("differs in 8 bits by the conversions at its ends, and activations take a quarter", async () => {
    const float = footprintOf(await readNetwork(model("")));
    const quantized = footprintOf(await readNetwork(model("_int8_qdq_pc")));
    const conversions = 2 * (192 * 192 * 3 + 48 * 48 * 17);
    expect(quantized.macc).toBe(float.macc + conversions);
    expect(quantized.activationBytes * 4).toBe(float.activationBytes);
    expect(quantized.layers.every(({ activation_bytes }) => activation_bytes > 0)).toBe(true);
  });
});
