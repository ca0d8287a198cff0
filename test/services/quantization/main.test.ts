import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { isQuantized } from "../../../services/toolkit/onnx/is-quantized.js";
import { makeNode } from "../../../services/toolkit/onnx/make-node.js";
import { readModel } from "../../../services/toolkit/onnx/read-model.js";
import { tensorData } from "../../../services/toolkit/onnx/tensor-data.js";
import { writeModel } from "../../../services/toolkit/onnx/write-model.js";
import { noise, smallModel } from "../toolkit/onnx/small-model.js";
import { temporaryFolder } from "../toolkit/onnx/temporary-folder.js";
import { runService } from "./run-service.js";

const RESULT = join("quantized_models", "quantized_model.onnx");

/** A folder with a network for 8 × 8 pictures and as many grey ones, each a shade lighter than the one before. */
async function prepared(images = 5): Promise<{ model: string; calibration: string; output: string }> {
  const folder = temporaryFolder();
  const model = join(folder, "net.onnx");
  const nodes = [makeNode("Conv", "", ["x", "w", "b"], ["c"]), makeNode("Relu", "", ["c"], ["y"])];
  const constants = { w: [[4, 3, 3, 3], noise(108, 5)], b: [[4], noise(4, 6)] } as const;
  writeModel(smallModel({ nodes, constants, input: ["N", 3, 8, 8], outputs: ["y"] }), model);
  const calibration = join(folder, "images");
  mkdirSync(calibration);
  for (let i = 0; i < images; i++) {
    const background = { r: 50 * i, g: 50 * i, b: 50 * i };
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background } });
    await picture.jpeg().toFile(join(calibration, `${i}.jpg`));
  }
  return { model, calibration, output: join(folder, "out") };
}

/** Grey values from −1 to 1 that the input's quantization covers, to a thousandth. */
function inputRange(folder: string): number[] {
  const { graph } = readModel(join(folder, RESULT));
  const value = (name: string) => {
    const tensor = graph.initializer.find((one) => one.name === name);
    return tensor === undefined ? Number.NaN : Number(tensorData(tensor)[0]);
  };
  const [scale, zeroPoint] = [value("x_scale"), value("x_zero_point")];
  return [-128, 127].map((stored) => Number((scale * (stored - zeroPoint)).toFixed(2)));
}

test("a float network becomes a quantized one under its final name alone", async () => {
  const asked = await prepared();
  const { progress, artifacts, rows } = await runService(asked);
  expect(artifacts).toEqual([["model", join(asked.output, RESULT)]]);
  expect(isQuantized(readModel(join(asked.output, RESULT)))).toBe(true);
  expect(readdirSync(join(asked.output, "quantized_models"))).toEqual(["quantized_model.onnx"]);
  expect(progress).toEqual([1, 2, 3, 4, 5].map((done) => [done, 5, "images"]));
  expect(rows).toContainEqual({ label: "quantization", value: "per_channel, 5 images" });
});

test("images that are all of one colour are told of", async () => {
  const { logs } = await runService(await prepared(1));
  expect(logs).toContainEqual({
    level: "warn",
    message: expect.stringMatching(/^The only calibration image is of one colour.* every value is -1\./),
  });
  const warnings = (await runService(await prepared(2))).logs.filter(({ level }) => level === "warn");
  expect(warnings).toEqual([]);
});

test("the export folder can be named, and cannot lead out of the run's folder", async () => {
  const asked = await prepared(1);
  await runService({ ...asked, quantization: { export_dir: "deep/er" } });
  expect(existsSync(join(asked.output, "deep", "er", "quantized_model.onnx"))).toBe(true);
  for (const export_dir of ["..", "../elsewhere", "/tmp"])
    await expect(runService({ ...asked, quantization: { export_dir } })).rejects.toMatchObject({
      code: "config_invalid",
    });
});

test("the split is a share of the images in NumPy's seeded order", async () => {
  const asked = await prepared();
  // RandomState(123) orders five images 1, 3, 4, 0, 2: 0.3 of them are two, 1.jpg and 3.jpg.
  const { progress } = await runService({ ...asked, dataset: { seed: 123, quantization_split: 0.3 } });
  expect(progress.at(-1)).toEqual([2, 2, "images"]);
  expect(inputRange(asked.output)).toEqual([-0.61, 0.18]);
});

test("a seed of 0 is 0", async () => {
  const asked = await prepared();
  // RandomState(0) orders five images 2, 0, 1, 3, 4.
  await runService({ ...asked, dataset: { seed: 0, quantization_split: 0.4 } });
  expect(inputRange(asked.output)).toEqual([-1, 0]);
});

test("a corrupt image is named and leaves no model", async () => {
  const asked = await prepared();
  const path = join(asked.calibration, "2.jpg");
  writeFileSync(path, readFileSync(path).subarray(0, 40));
  await expect(runService(asked)).rejects.toMatchObject({ code: "image_corrupt", path });
  expect(existsSync(asked.output)).toBe(false);
});

test("an empty folder is an error", async () => {
  await expect(runService(await prepared(0))).rejects.toMatchObject({ code: "dataset_empty" });
});

test("without a folder it calibrates on seeded noise over the whole range, and warns", async () => {
  const { model, output } = await prepared(0);
  const { logs, progress } = await runService({ model, output });
  expect(logs).toContainEqual({ level: "warn", message: expect.stringContaining("random images") });
  expect(progress.at(-1)).toEqual([10, 10, "images"]);
  expect(inputRange(output)).toEqual([-1, 1]);
  const first = readFileSync(join(output, RESULT));
  await runService({ model, output });
  expect(readFileSync(join(output, RESULT))).toEqual(first);
  await runService({ model, output, seed: 7 });
  expect(readFileSync(join(output, RESULT))).not.toEqual(first);
});

test("a quantized network goes through unchanged, and says so", async () => {
  const asked = await prepared(1);
  await runService(asked);
  const model = join(asked.output, RESULT);
  const { logs } = await runService({ ...asked, model, output: join(asked.output, "again") });
  expect(readFileSync(join(asked.output, "again", RESULT))).toEqual(readFileSync(model));
  expect(logs).toContainEqual({
    level: "warn",
    message: `${model} is quantized already: it goes on unchanged.`,
  });
});

test.each(["onnx_quantizer", "ONNX_Quantizer"])("the quantizer %s is read in any case", async (quantizer) => {
  const asked = await prepared(1);
  expect((await runService({ ...asked, quantization: { quantizer } })).artifacts).toHaveLength(1);
});

test.each([
  ["TFlite_converter", "net.onnx", "quantization.quantizer: onnx_quantizer"],
  ["onnx_quantizer", "net.h5", "quantization.quantizer: TFlite_converter"],
  ["TFlite_converter", "net.tflite", "name the .h5 or .keras model"],
  ["onnx_quantizer", "net.pt", "to a .h5, .keras or .onnx model"],
])("%s and %s do not go together, and the hint says what does", async (quantizer, model, hint) => {
  await expect(runService({ model, output: "out", quantization: { quantizer } })).rejects.toMatchObject({
    code: "quantizer_unsupported",
    message: expect.stringContaining(model),
    hint: expect.stringContaining(hint),
  });
});

test("a network for other channels is refused with both shapes", async () => {
  const asked = await prepared(1);
  await expect(runService({ ...asked, colorMode: "grayscale" })).rejects.toThrow(
    /\[N, 1, height, width\] or \[N, height, width, 1\]; it takes x: float \[N, 3, 8, 8\]/,
  );
});

test("a network for photos of any size is refused with what to export", async () => {
  const { model, calibration, output } = await prepared();
  const nodes = [makeNode("Relu", "", ["x"], ["y"])];
  writeModel(smallModel({ nodes, input: ["N", 3, "H", "W"], outputs: ["y"] }), model);
  await expect(runService({ model, calibration, output })).rejects.toMatchObject({
    code: "model_input_unsupported",
    message: expect.stringContaining("it takes x: float [N, 3, H, W]."),
    hint: expect.stringContaining("a fixed height and width"),
  });
});

test("a batch that the network insists on is filled with its images over again", async () => {
  const asked = await prepared();
  const nodes = [makeNode("Conv", "", ["x", "w"], ["y"])];
  const constants = { w: [[4, 3, 3, 3], noise(108, 5)] } as const;
  writeModel(smallModel({ nodes, constants, input: [4, 3, 8, 8], outputs: ["y"] }), asked.model);
  const { progress } = await runService({ ...asked, dataset: { seed: 0, quantization_split: 1 } });
  expect(progress).toEqual([
    [4, 5, "images"],
    [5, 5, "images"],
  ]);
  expect(inputRange(asked.output)).toEqual([-1, 0.57]);
});

test("once it is asked to stop it writes no model", async () => {
  const asked = await prepared();
  await expect(runService({ ...asked, signal: AbortSignal.abort() })).rejects.toThrow();
  expect(existsSync(asked.output)).toBe(false);
});
