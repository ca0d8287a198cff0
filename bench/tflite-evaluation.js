/**
 * `node bench/tflite-evaluation.js [model.tflite … [--photos folder] [--services folder]]`, after `npm run build`: the
 * evaluation's loop on all cores against LiteRT by itself, on the same decoded tensors, in as many threads, in turns
 * within one process. Decoding is measured apart, since LiteRT by itself has none. The network's float or uint8 input
 * is passed as it is.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

const ROUNDS = 7;
const PAUSE_MS = 200;
/** Images of a round: a small set is gone through several times. */
const IMAGES = 138;

const shared = new URL("../../shared/", import.meta.url);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    photos: { type: "string", default: fileURLToPath(new URL("data/real_pose", shared)) },
    services: { type: "string", default: fileURLToPath(new URL("../dist/services", import.meta.url)) },
  },
});
const NAMES = ["movenet_lightning_heatmaps_192_int8_pc.tflite", "movenet_lightning_heatmaps_192.tflite"];
const models =
  positionals.length > 0
    ? positionals
    : NAMES.map((name) => fileURLToPath(new URL(`models/${name}`, shared)));

const services = pathToFileURL(options.services).href;
// As the services' host does, for both contenders.
(await import(`${services}/toolkit/bundle/tune-v8.js`)).tuneForNativeWork();
const [{ evaluatePoses }, { openNetwork }, { poseDecoder }, { listSamples }, { readLabels }] =
  await Promise.all([
    import(`${services}/evaluation/evaluate-poses.js`),
    import(`${services}/evaluation/open-network.js`),
    import(`${services}/evaluation/pose-decoders.js`),
    import(`${services}/toolkit/dataset/list-samples.js`),
    import(`${services}/toolkit/dataset/read-labels.js`),
  ]);
const { loadBatches } = await import(`${services}/toolkit/image/load-batches.js`);
const { readPreprocessing } = await import(`${services}/toolkit/image/preprocessing.js`);

const preprocessing = readPreprocessing({
  preprocessing: {
    rescaling: { scale: 1 / 127.5, offset: -1 },
    resizing: { interpolation: "bilinear", aspect_ratio: "fit" },
    color_mode: "rgb",
  },
});
const samples = await listSamples(options.photos);
const labels = await readLabels(samples.map(({ label }) => label));
const repeats = Math.ceil(IMAGES / samples.length);
const images = repeat(samples.map(({ image }) => image));
const persons = repeat(labels.flatMap(([person]) => person ?? []));

for (const model of models) await compare(model);
process.exit();

async function compare(model) {
  const network = await openNetwork(model, { preprocessing, images: images.length });
  const load = () => loadBatches(images, preprocessing, network.input, { batch: network.batch });
  const decoded = [];
  for await (const one of load()) decoded.push(one);
  const fed = [];
  for (const { data, paths } of decoded) fed.push((await network.run(data, paths.length)).fed.data);
  const bare = await bareThreads(model, fed);
  const evaluation = { network, decoder: poseDecoder("heatmaps_spe"), persons, aspectRatio: "fit" };
  const contenders = [
    [`LiteRT by itself, ${bare.length} threads`, () => Promise.all(bare.map(runBare))],
    ["evaluation, tensors decoded before", () => evaluatePoses(decoded, evaluation)],
    ["evaluation, photos from disk", () => evaluatePoses(load(), evaluation)],
    ["decoding and resizing alone", () => drain(load())],
  ];
  const figures = await inTurns(contenders);
  await Promise.all([network.close(), ...bare.map((worker) => worker.terminate())]);
  print(model, figures);
}

/** Threads that share the tensors: thread i has each whose place is i modulo the number of threads. */
async function bareThreads(model, fed) {
  const bytes = new Uint8Array(readFileSync(model));
  const threads = availableParallelism();
  const program = new URL("./bare-litert.js", import.meta.url);
  const workers = Array.from({ length: threads }, (_, place) => {
    const inputs = fed.filter((_, i) => i % threads === place);
    return new Worker(program, { workerData: { services, bytes, inputs } });
  });
  await Promise.all(workers.map((worker) => once(worker, "message")));
  return workers;
}

async function runBare(worker) {
  const done = once(worker, "message");
  worker.postMessage("go");
  await done;
}

async function drain(batches) {
  for await (const _ of batches);
}

async function inTurns(contenders) {
  const figures = contenders.map(([name]) => ({ name, cpu: [], wall: [] }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, [, work]] of contenders.entries()) {
      await sleep(PAUSE_MS);
      const cpu = process.cpuUsage();
      const started = performance.now();
      await work();
      const { user, system } = process.cpuUsage(cpu);
      if (round === 0) continue;
      figures[i].cpu.push((user + system) / 1000);
      figures[i].wall.push(performance.now() - started);
    }
  }
  return figures;
}

function print(model, figures) {
  console.log(`\n${basename(model)}, ${images.length} images, medians of ${ROUNDS} rounds\n`);
  console.log("| | CPU ms an image | ms an image | throughput by CPU | throughput by the clock |");
  console.log("| --- | --- | --- | --- | --- |");
  const [base] = figures;
  for (const { name, cpu, wall } of figures) {
    const each = (values) => (median(values) / images.length).toFixed(2);
    const ratio = (key, values) => (median(base[key]) / median(values)).toFixed(2);
    console.log(`| ${name} | ${each(cpu)} | ${each(wall)} | ${ratio("cpu", cpu)} | ${ratio("wall", wall)} |`);
  }
}

function repeat(items) {
  return Array.from({ length: repeats }, () => items).flat();
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
