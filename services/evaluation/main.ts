/** The evaluation service: how near a network's poses come to the labels of a test set. */
import { readLabels } from "../toolkit/dataset/read-labels.js";
import { loadBatches } from "../toolkit/image/load-batches.js";
import { preprocessingNotes, readPreprocessing } from "../toolkit/image/preprocessing.js";
import { draw } from "../toolkit/picture/draw.js";
import { ServiceError } from "../toolkit/service/error.js";
import type { Request, Service } from "../toolkit/service/protocol.js";
import { textSetting } from "../toolkit/service/settings.js";
import { evaluatePoses } from "./evaluate-poses.js";
import { evaluationSet } from "./evaluation-set.js";
import { noteImages, warnOfSettings } from "./notes.js";
import { NpyRecords } from "./npy-records.js";
import { openNetwork } from "./open-network.js";
import { poseDecoder } from "./pose-decoders.js";
import { report } from "./report.js";

/** Images a run of the network: enough to keep the cores busy, few enough to stop soon. */
export const BATCH = 8;

export const run: Service = async (request, emit, signal) => {
  const { config } = request;
  const preprocessing = readPreprocessing(config);
  const decoder = poseDecoder(textSetting(config, "general.model_type"));
  for (const note of preprocessingNotes(config)) emit.log("info", note);
  const warn = (message: string) => emit.log("warn", message);
  const samples = await evaluationSet(input(request, "dataset"), config, warn);
  const labels = await readLabels(samples.map(({ label }) => label));
  const persons = labels.flatMap(([first]) => first ?? []);
  warnOfSettings(config, persons, emit);
  const images = samples.map(({ image }) => image);
  const records = new NpyRecords(config, { folder: request.output_dir, images: images.length });
  const network = await openNetwork(input(request, "model"), { preprocessing, images: images.length });
  try {
    signal.throwIfAborted();
    if (network.note !== undefined) warn(network.note);
    const started = performance.now();
    const batch = network.batch ?? BATCH;
    const results = await evaluatePoses(
      loadBatches(images, preprocessing, network.input, { batch, signal }),
      {
        network,
        decoder,
        persons,
        aspectRatio: preprocessing.aspectRatio,
        onOutput: (output) => records.add(output),
        onImage: (done) => emit.progress(done, images.length, "images"),
        onNote: (note) => emit.log("info", note),
      },
    );
    const rate = results.length / ((performance.now() - started) / 1000);
    noteImages(results, { preprocessing, input: network.input }, emit);
    records.finish(emit);
    const { quantized, parameters } = network;
    report({ results, rate, quantized, parameters }, emit, request.output_dir);
    const picture = { results, quantized, preprocessing, input: network.input };
    await draw(emit, "poses", async () => {
      const { drawPoses } = await import("./picture/draw-poses.js");
      return drawPoses(request.output_dir, picture);
    });
  } catch (error) {
    records.discard();
    throw error;
  } finally {
    await network.close();
  }
};

function input({ inputs }: Request, name: string): string {
  const path = inputs[name];
  if (path !== undefined) return path;
  throw new ServiceError("input_missing", `The evaluation needs the input '${name}'.`);
}
