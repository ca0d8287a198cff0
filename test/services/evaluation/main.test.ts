import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../../../services/evaluation/main.js";
import type { Json, Request } from "../../../services/toolkit/service/protocol.js";
import { hasShared, shared } from "../../shared.js";
import { folderOf } from "../toolkit/dataset/folder.js";
import { readNpy } from "../toolkit/tensor/read-npy.js";
import { writeIdentityGraph } from "./identity-graph.js";
import { writeIdentityNetwork } from "./identity-network.js";
import { Recorder } from "./recorder.js";

type Section = { readonly [key: string]: Json };

const preprocessing = {
  rescaling: { scale: 1 / 255, offset: 0 },
  resizing: { interpolation: "nearest", aspect_ratio: "fit" },
  color_mode: "rgb",
};

interface Situation {
  readonly model: string;
  readonly dataset: string;
  readonly config?: Section;
  readonly signal?: AbortSignal;
  readonly output?: string;
}

async function evaluate({ model, dataset, config, signal, output }: Situation): Promise<Recorder> {
  const recorder = new Recorder();
  const request: Request = {
    protocol: 1,
    run: "test",
    stage: "1_evaluation",
    service: "evaluation",
    config: {
      general: { model_type: "heatmaps_spe" },
      dataset: { test_path: dataset },
      preprocessing,
      ...config,
    },
    inputs: { model, dataset },
    output_dir: output ?? mkdtempSync(join(tmpdir(), "evaluation-")),
    seed: 123,
  };
  await run(request, recorder, signal ?? new AbortController().signal);
  return recorder;
}

/** Photos with one bright pixel per colour channel: what an identity network finds as its three key points. */
async function photos(count: number, size = { width: 8, height: 8 }): Promise<string> {
  const files: Record<string, string | Uint8Array> = {};
  for (let i = 0; i < count; i++) {
    const data = Buffer.alloc(3 * size.width * size.height);
    for (const channel of [0, 1, 2]) data[3 * (i + channel) + channel] = 255;
    files[`${i}.jpg`] = await sharp(data, { raw: { ...size, channels: 3 } })
      .png()
      .toBuffer();
    files[`${i}.txt`] = "0 0.5 0.5 1 1 0.0625 0.0625 1 0.1875 0.0625 1 0.3125 0.0625 0\n";
  }
  return folderOf(files);
}

describe("the evaluation service", () => {
  const folder = mkdtempSync(join(tmpdir(), "networks-"));
  const anyBatch = writeIdentityNetwork(join(folder, "any.onnx"), ["batch", 3, 8, 8]);
  const fixed = writeIdentityNetwork(join(folder, "fixed.onnx"), [3, 3, 8, 8]);
  const last = writeIdentityNetwork(join(folder, "last.onnx"), ["batch", 8, 8, 3]);

  it.each([
    ["channels first", anyBatch],
    ["a fixed batch that does not divide the images", fixed],
    ["channels last", last],
    ["a float .tflite", writeIdentityGraph(join(folder, "float.tflite"))],
    ["an int8 .tflite", writeIdentityGraph(join(folder, "int8.tflite"), { type: "INT8", zeroPoint: -128 })],
    ["a uint8 .tflite", writeIdentityGraph(join(folder, "uint8.tflite"), { type: "UINT8" })],
    ["a .tflite with a fixed batch", writeIdentityGraph(join(folder, "two.tflite"), { shape: [2, 8, 8, 3] })],
  ])("finds the points of every image with %s", async (_, model) => {
    const recorder = await evaluate({ model, dataset: await photos(5) });
    const { images } = JSON.parse(readFileSync(recorder.artifacts.get("evaluation") ?? "", "utf8"));
    expect(images).toHaveLength(5);
    const found = images.find(({ image }: { image: string }) => image === "2.jpg");
    expect(found.keypoints).toEqual([
      [0.3125, 0.0625, 1],
      [0.4375, 0.0625, 1],
      [0.5625, 0.0625, 1],
    ]);
    expect(recorder.progressed.at(-1)).toEqual([5, 5, "images"]);
    expect(recorder.rows).toContainEqual({ label: "images evaluated", value: 5 });
  });

  it("warns that there are no sigmas for three key points", async () => {
    const recorder = await evaluate({ model: anyBatch, dataset: await photos(1) });
    expect(recorder.logs).toContain(
      "warn: There are sigmas for 17 and 13 key points, not for 3: every OKS is 0.",
    );
  });

  it("uses the validation share of a training folder", async () => {
    const recorder = await evaluate({
      model: anyBatch,
      dataset: await photos(10),
      config: { dataset: { validation_split: 0.3, seed: 0 } },
    });
    expect(recorder.rows).toContainEqual({ label: "images evaluated", value: 3 });
  });

  it("says that padding moves the labels otherwise than in the zoo", async () => {
    const resizing = { interpolation: "nearest", aspect_ratio: "padding" };
    const recorder = await evaluate({
      model: anyBatch,
      dataset: await photos(1, { width: 8, height: 4 }),
      config: { preprocessing: { ...preprocessing, resizing } },
    });
    expect(recorder.logs.join()).toContain("1 photo padded: the labels move with the picture.");
  });

  it("tells the mean of all images and of those with a visible point", async () => {
    const recorder = await evaluate({ model: anyBatch, dataset: await photos(1) });
    expect([...recorder.metrics.keys()]).toEqual([
      "float_OKS",
      "float_OKS_visible",
      "float_images_per_second",
    ]);
  });

  it("refuses drop_remainder where it leaves nothing", async () => {
    const config = { evaluation: { drop_remainder: true } };
    await expect(evaluate({ model: anyBatch, dataset: await photos(5), config })).rejects.toMatchObject({
      code: "dataset_too_small",
      message: "evaluation.drop_remainder leaves none of the 5 images: a batch has 32.",
    });
  });

  it("refuses a text file named .onnx and a truncated network", async () => {
    const dataset = await photos(1);
    const text = join(folder, "text.onnx");
    writeFileSync(text, "not a network");
    await expect(evaluate({ model: text, dataset })).rejects.toThrow(`${text} is not a readable ONNX model`);
    const cut = writeIdentityNetwork(join(folder, "cut.onnx"), [1, 3, 8, 8]);
    truncateSync(cut, 40);
    await expect(evaluate({ model: cut, dataset })).rejects.toThrow(cut);
  });

  it("names what it supports for another format", async () => {
    await expect(evaluate({ model: join(folder, "a.pb"), dataset: await photos(1) })).rejects.toMatchObject({
      code: "model_kind_unsupported",
      message: "The evaluation does not run .pb models; supported: .onnx, .tflite, .h5, .keras.",
    });
  });

  it("says both shapes where a network takes another number of colours", async () => {
    const config = { preprocessing: { ...preprocessing, color_mode: "grayscale" } };
    await expect(evaluate({ model: anyBatch, dataset: await photos(1), config })).rejects.toMatchObject({
      code: "model_unsupported",
      message:
        `Expected ${anyBatch} to take images of 1 colour channel (preprocessing.color_mode), [batch, 1, 8, 8], ` +
        "got an input of [batch, 3, 8, 8].",
    });
  });

  it("saves what the network is fed and answers", async () => {
    const names = { npy_in_name: "in", npy_out_name: "out.npy" };
    const recorder = await evaluate({
      model: fixed,
      dataset: await photos(5),
      config: { evaluation: { gen_npy_input: true, gen_npy_output: true, ...names } },
    });
    const fed = readNpy(recorder.artifacts.get("npy_input") ?? "");
    const answered = readNpy(recorder.artifacts.get("npy_output") ?? "");
    expect(basename(recorder.artifacts.get("npy_output") ?? "")).toBe("out.npy");
    expect(fed).toMatchObject({ descr: "<f4", shape: [5, 3, 8, 8] });
    expect(fed.values.filter((value) => value === 1)).toHaveLength(15);
    expect(answered).toEqual(fed);
  });

  it("saves the integers of a network of integers", async () => {
    const model = writeIdentityGraph(join(folder, "saved.tflite"), { type: "INT8", zeroPoint: -128 });
    const config = { evaluation: { gen_npy_input: true, gen_npy_output: true } };
    const recorder = await evaluate({ model, dataset: await photos(3), config });
    const fed = readNpy(recorder.artifacts.get("npy_input") ?? "");
    expect(fed).toMatchObject({ descr: "|i1", shape: [3, 8, 8, 3] });
    expect(fed.values.filter((value) => value === 127)).toHaveLength(9);
    expect(readNpy(recorder.artifacts.get("npy_output") ?? "")).toEqual(fed);
    expect([...recorder.metrics.keys()]).toContain("quantized_OKS");
  });

  it("says where the rescaling and an integer input disagree", async () => {
    const model = writeIdentityGraph(join(folder, "wide.tflite"), {
      type: "UINT8",
      scale: 1 / 127.5,
      zeroPoint: 127,
    });
    const recorder = await evaluate({ model, dataset: await photos(1) });
    expect(recorder.logs.join()).toContain(
      "warn: The network's input covers [-0.9961, 1.004] (scale 0.007843, zero point 127), but preprocessing.rescaling gives [0, 1]",
    );
  });

  it("says both shapes where a .tflite takes another number of colours", async () => {
    const model = writeIdentityGraph(join(folder, "gray.tflite"), { shape: [-1, 8, 8, 1] });
    await expect(evaluate({ model, dataset: await photos(1) })).rejects.toThrow(
      `Expected ${model} to take images of 3 colour channels (preprocessing.color_mode), [-1, 8, 8, 3], ` +
        "got an input of [-1, 8, 8, 1].",
    );
  });

  it("refuses a truncated .tflite and one of another kind", async () => {
    const dataset = await photos(1);
    const cut = writeIdentityGraph(join(folder, "cut.tflite"));
    truncateSync(cut, 90);
    await expect(evaluate({ model: cut, dataset })).rejects.toMatchObject({ name: "ServiceError" });
    const open = writeIdentityGraph(join(folder, "open.tflite"), { shape: [-1, -1, 8, 3] });
    await expect(evaluate({ model: open, dataset })).rejects.toThrow("fixed height and width");
    const vast = writeIdentityGraph(join(folder, "vast.tflite"), { shape: [1, 1 << 20, 1 << 10, 3] });
    await expect(evaluate({ model: vast, dataset })).rejects.toThrow("to have an input of at most");
    await expect(evaluate({ model: join(folder, "absent.tflite"), dataset })).rejects.toMatchObject({
      code: "model_unreadable",
    });
  });

  it("saves one of both alone, under the zoo's name", async () => {
    const config = { evaluation: { gen_npy_output: true } };
    const recorder = await evaluate({ model: anyBatch, dataset: await photos(1), config });
    expect(recorder.artifacts.has("npy_input")).toBe(false);
    expect(basename(recorder.artifacts.get("npy_output") ?? "")).toBe("unknown_npy_out_name.npy");
  });

  it.each(["../x", "/tmp/x", "a/b", "", ".."])("writes no file named %j", async (name) => {
    const config = { evaluation: { gen_npy_input: true, npy_in_name: name } };
    await expect(evaluate({ model: anyBatch, dataset: await photos(1), config })).rejects.toThrow(
      `Expected evaluation.npy_in_name to be the name of a file without a folder, got ${JSON.stringify(name)}.`,
    );
  });

  it("leaves no half a NumPy file where a photo fails", async () => {
    const dataset = await photos(12);
    writeFileSync(join(dataset, "9.jpg"), "no photo");
    const output = mkdtempSync(join(tmpdir(), "evaluation-"));
    const config = { evaluation: { gen_npy_input: true } };
    await expect(evaluate({ model: anyBatch, dataset, config, output })).rejects.toThrow("9.jpg");
    expect(readdirSync(output)).toEqual([]);
  });

  it("stops when the signal is aborted", async () => {
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    const dataset = await photos(3);
    await expect(evaluate({ model: anyBatch, dataset, signal: stop.signal })).rejects.toThrow("stopped");
  });
});

describe.skipIf(!hasShared)("the evaluation service on the zoo's sample (needs ../shared)", () => {
  let assets = "";
  beforeAll(() => {
    assets = mkdtempSync(join(tmpdir(), "zoo-"));
    execFileSync("tar", ["xzf", shared("zoo_runs", "golden_assets.tgz"), "-C", assets]);
  });

  it("scores each image as the zoo, but for the JPEG decoder", async () => {
    const golden = JSON.parse(readFileSync(shared("zoo_runs", "golden.json"), "utf8")).float_h5_bs4;
    const recorder = await evaluate({
      model: join(assets, "tiny_heatmaps_128.onnx"),
      dataset: join(assets, "test"),
      config: { preprocessing: { ...preprocessing, rescaling: { scale: 1 / 127.5, offset: -1 } } },
    });
    expect(recorder.metrics.get("float_OKS")).toBeCloseTo(golden.mean_oks_percent, 0);
    const { images } = JSON.parse(readFileSync(recorder.artifacts.get("evaluation") ?? "", "utf8"));
    const scores = new Map<string, number>(
      images.map((one: { image: string; oks: number }) => [one.image, one.oks]),
    );
    const equal = golden.per_image.filter(
      ({ file, oks }: { file: string; oks: number }) => Math.abs((scores.get(file) ?? 9) - oks) < 1e-5,
    );
    expect(equal.length).toBeGreaterThan(golden.n_used / 2);
  });
});

describe.skipIf(!hasShared)("the evaluation service on the real network (needs ../shared)", () => {
  const bilinear = {
    rescaling: { scale: 1 / 127.5, offset: -1 },
    resizing: { interpolation: "bilinear", aspect_ratio: "fit" },
    color_mode: "rgb",
  };
  const dataset = shared("data", "real_pose");
  const float = shared("models", "movenet_lightning_heatmaps_192.onnx");

  it("gives the reference's mean OKS", async () => {
    const recorder = await evaluate({ model: float, dataset, config: { preprocessing: bilinear } });
    expect(recorder.metrics.get("float_OKS")).toBeCloseTo(56.2301, 3);
    expect(recorder.logs).toContain("info: The mean OKS is : 56.23%");
  });

  it("gives the zoo's figure with drop_remainder", async () => {
    const config = { preprocessing: bilinear, evaluation: { drop_remainder: true } };
    const recorder = await evaluate({ model: float, dataset, config });
    expect(recorder.metrics.get("float_OKS")).toBeCloseTo(57.6964, 3);
    expect(recorder.rows).toContainEqual({ label: "images evaluated", value: 64 });
  });

  it("comes near the reference with the int8 network", async () => {
    const model = shared("models", "movenet_lightning_heatmaps_192_int8_qdq_pc.onnx");
    const recorder = await evaluate({ model, dataset, config: { preprocessing: bilinear } });
    expect(Math.abs((recorder.metrics.get("quantized_OKS") ?? 0) - 52.71)).toBeLessThan(2.5);
  });

  it.each([
    ["float", "movenet_lightning_heatmaps_192.tflite", "float_OKS", 56.2301, 0.01],
    ["int8", "movenet_lightning_heatmaps_192_int8_pc.tflite", "quantized_OKS", 54.51, 2.5],
  ])("comes near the reference with the %s .tflite", async (_, name, metric, score, tolerance) => {
    const model = shared("models", name);
    const recorder = await evaluate({ model, dataset, config: { preprocessing: bilinear } });
    expect(Math.abs((recorder.metrics.get(metric) ?? 0) - score)).toBeLessThan(tolerance);
    expect(recorder.logs.join("\n")).not.toContain("rescaling");
  });

  it.each([".h5", ".keras"])(
    "gives the reference's mean OKS and counts the weights with the %s",
    async (ending) => {
      const model = shared("models", `movenet_lightning_heatmaps_192${ending}`);
      const recorder = await evaluate({ model, dataset, config: { preprocessing: bilinear } });
      expect(recorder.metrics.get("float_OKS")).toBeCloseTo(56.2301, 2);
      expect(recorder.metrics.get("nb_params")).toBe(2303433);
    },
  );

  it("stops within a second", async () => {
    const stop = new AbortController();
    const evaluating = evaluate({
      model: float,
      dataset,
      config: { preprocessing: bilinear },
      signal: stop.signal,
    });
    const stopped = expect(evaluating).rejects.toThrow("stopped");
    await new Promise((resolve) => setTimeout(resolve, 250));
    const asked = performance.now();
    stop.abort(new Error("stopped"));
    await stopped;
    expect(performance.now() - asked).toBeLessThan(1000);
  });
});
