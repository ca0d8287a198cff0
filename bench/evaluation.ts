/**
 * `tsx bench/evaluation.ts [model.onnx [photos]]`: the evaluation's loop against ONNX Runtime alone on the same decoded
 * tensors, in turns within one process. Decoding and resizing are measured apart, since the runtime alone has none.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { evaluatePoses } from "../services/evaluation/evaluate-poses.js";
import { BATCH } from "../services/evaluation/main.js";
import { openNetwork } from "../services/evaluation/open-network.js";
import { poseDecoder } from "../services/evaluation/pose-decoders.js";
import { listSamples } from "../services/toolkit/dataset/list-samples.js";
import { readLabels } from "../services/toolkit/dataset/read-labels.js";
import { type ImageBatch, loadBatches } from "../services/toolkit/image/load-batches.js";
import { readPreprocessing } from "../services/toolkit/image/preprocessing.js";
import { median } from "./measure.js";

const ROUNDS = 7;
const PAUSE_MS = 300;
/** Images of a round: a small set is gone through several times. */
const IMAGES = 200;

const sample = fileURLToPath(new URL("../config_file_examples/sample", import.meta.url));
const [model = join(sample, "pose_sample.onnx"), photos = join(sample, "images", "test")] =
  process.argv.slice(2);

const preprocessing = readPreprocessing({
  preprocessing: {
    rescaling: { scale: 1 / 127.5, offset: -1 },
    resizing: { interpolation: "bilinear", aspect_ratio: "fit" },
    color_mode: "rgb",
  },
});
const samples = await listSamples(photos);
const labels = await readLabels(samples.map(({ label }) => label));
const repeats = Math.ceil(IMAGES / samples.length);
const images = repeat(samples.map(({ image }) => image));
const persons = repeat(labels.flatMap(([person]) => person ?? []));
const network = await openNetwork(model, { preprocessing, images: images.length });
const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
const batch = network.batch ?? BATCH;
const load = () => loadBatches(images, preprocessing, network.input, { batch });
const decoded: ImageBatch[] = [];
for await (const one of load()) decoded.push(one);
const evaluation = { network, decoder: poseDecoder("heatmaps_spe"), persons, aspectRatio: "fit" as const };

const contenders = new Map<string, () => Promise<unknown>>([
  ["ONNX Runtime alone, a batch of 1", () => inferAlone(1)],
  [`ONNX Runtime alone, a batch of ${batch}`, () => inferAlone(batch)],
  ["evaluation, tensors decoded before", () => evaluatePoses(decoded, evaluation)],
  ["evaluation, photos from disk", () => evaluatePoses(load(), evaluation)],
]);
const figures = new Map(
  [...contenders.keys()].map((name) => [name, { cpu: [] as number[], wall: [] as number[] }]),
);
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, work] of contenders) {
    const { cpu, wall } = await time(work);
    if (round === 0) continue;
    figures.get(name)?.cpu.push(cpu);
    figures.get(name)?.wall.push(wall);
  }
}
await Promise.all([network.close(), session.release()]);
print();

function repeat<T>(items: readonly T[]): T[] {
  return Array.from({ length: repeats }, () => items).flat();
}

async function inferAlone(size: number): Promise<void> {
  const [name = ""] = session.inputNames;
  const { height, width, layout } = network.input;
  const { channels } = preprocessing;
  const dims = layout === "nchw" ? [channels, height, width] : [height, width, channels];
  const length = channels * height * width;
  for (const { data } of decoded) {
    for (let at = 0; at < data.length; at += size * length) {
      const part = data.subarray(at, at + size * length);
      await session.run({ [name]: new Tensor("float32", part, [part.length / length, ...dims]) });
    }
  }
}

/** The threads of the session that worked before spin on for a while: they would take a core from this one. */
async function time(work: () => Promise<unknown>): Promise<{ cpu: number; wall: number }> {
  await sleep(PAUSE_MS);
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1000, wall: performance.now() - started };
}

function print(): void {
  console.log(`${model}, ${images.length} images, medians of ${ROUNDS} rounds\n`);
  console.log("| | CPU ms an image | ms an image | throughput by CPU | throughput by the clock |");
  console.log("| --- | --- | --- | --- | --- |");
  const base = figures.get(`ONNX Runtime alone, a batch of ${batch}`);
  for (const [name, { cpu, wall }] of figures) {
    const [byCpu, byClock] = [median(base?.cpu ?? []) / median(cpu), median(base?.wall ?? []) / median(wall)];
    const each = (values: number[]) => (median(values) / images.length).toFixed(2);
    console.log(`| ${name} | ${each(cpu)} | ${each(wall)} | ${byCpu.toFixed(2)} | ${byClock.toFixed(2)} |`);
  }
}
