/** The evaluation service: how near a network's poses come to the labels of a test set. */
import { keypointsOf, type Person } from "../toolkit/dataset/parse-label.js";
import { readLabels } from "../toolkit/dataset/read-labels.js";
import { loadBatches } from "../toolkit/image/load-batches.js";
import { type Preprocessing, readPreprocessing } from "../toolkit/image/preprocessing.js";
import { ServiceError } from "../toolkit/service/error.js";
import type { Emitter, Request, Service } from "../toolkit/service/protocol.js";
import {
  type Config,
  flagSetting,
  numberSetting,
  setting,
  textSetting,
} from "../toolkit/service/settings.js";
import { evaluatePoses, type PoseResult } from "./evaluate-poses.js";
import { evaluationSet } from "./evaluation-set.js";
import { metricName } from "./metric-name.js";
import type { Network } from "./network.js";
import { openNetwork } from "./open-network.js";
import { poseDecoder } from "./pose-decoders.js";
import { fullBatches, type ImageScore, meanSimilarity, meanVisibleSimilarity, percent } from "./scores.js";
import { sigmas } from "./sigmas.js";
import { writeResults } from "./write-results.js";

/** Images a run of the network: enough to keep the cores busy, few enough to stop soon. */
export const BATCH = 4;
/** `training.batch_size` where the config has none, as in the zoo. */
const ZOO_BATCH = 32;

export const run: Service = async (request, emit, signal) => {
  const { config } = request;
  const preprocessing = readPreprocessing(config);
  const decoder = poseDecoder(textSetting(config, "general.model_type"));
  const samples = await evaluationSet(input(request, "dataset"), config);
  const labels = await readLabels(samples.map(({ label }) => label));
  const persons = labels.flatMap(([first]) => first ?? []);
  warnOf(config, persons, emit);
  const network = await openNetwork(input(request, "model"), preprocessing.channels);
  try {
    signal.throwIfAborted();
    const started = performance.now();
    const images = samples.map(({ image }) => image);
    const batch = network.batch ?? BATCH;
    const results = await evaluatePoses(
      loadBatches(images, preprocessing, network.input, { batch, signal }),
      {
        network,
        decoder,
        persons,
        aspectRatio: preprocessing.aspectRatio,
        onImage: (done) => emit.progress(done, images.length, "images"),
        onNote: (note) => emit.log("info", note),
      },
    );
    const rate = results.length / ((performance.now() - started) / 1000);
    notePadding(results, preprocessing, emit);
    await report(request, emit, { network, results, rate });
  } finally {
    await network.close();
  }
};

interface Outcome {
  readonly network: Network;
  readonly results: readonly PoseResult[];
  /** Images a second. */
  readonly rate: number;
}

async function report({ config, output_dir }: Request, emit: Emitter, { network, results, rate }: Outcome) {
  const counted = countedImages(results, config);
  const mean = percent(meanSimilarity(counted));
  const visible = percent(meanVisibleSimilarity(counted));
  const { key, prefix } = metricName(config, network);
  emit.metric(key, mean);
  emit.metric(`${key}_visible`, visible);
  emit.metric(`${prefix}images_per_second`, rate);
  emit.log("info", `The mean OKS is : ${mean.toFixed(2)}%`);
  emit.log("info", `${prefix}model_OKS : ${mean.toFixed(2)}%`);
  emit.summary([
    { label: "mean OKS", value: mean, unit: "%" },
    { label: "images", value: counted.length },
    { label: "images per second", value: Number(rate.toFixed(1)) },
  ]);
  const path = await writeResults(output_dir, results, { [key]: mean, [`${key}_visible`]: visible });
  emit.artifact("evaluation", path);
}

/** All images, or those that the zoo counts. */
function countedImages(scores: readonly ImageScore[], config: Config): readonly ImageScore[] {
  if (!flagSetting(config, "evaluation.drop_remainder", false)) return scores;
  const size = numberSetting(config, "training.batch_size", ZOO_BATCH);
  const counted = fullBatches(scores, size);
  if (counted.length > 0) return counted;
  throw new ServiceError(
    "dataset_too_small",
    `evaluation.drop_remainder leaves none of the ${scores.length} images: a batch has ${size}.`,
    { hint: "Set evaluation.drop_remainder: False to count every image, or lower training.batch_size." },
  );
}

function warnOf(config: Config, persons: readonly Person[], emit: Emitter): void {
  const keypoints = persons[0] === undefined ? 0 : keypointsOf(persons[0]);
  const named = setting(config, "dataset.keypoints");
  if (named !== undefined && named !== keypoints)
    emit.log(
      "warn",
      `dataset.keypoints is ${JSON.stringify(named)}, but the labels have ${keypoints} key points.`,
    );
  if (sigmas(keypoints) === undefined)
    emit.log("warn", `There are sigmas for 17 and 13 key points, not for ${keypoints}: every OKS is 0.`);
  const target = textSetting(config, "evaluation.target", "host");
  if (target !== "host")
    emit.log("warn", `evaluation.target ${target} is not supported: evaluating on this host.`);
  for (const key of ["gen_npy_input", "gen_npy_output"]) {
    if (flagSetting(config, `evaluation.${key}`, false))
      emit.log("warn", `evaluation.${key} is for .tflite models and has no effect here.`);
  }
}

function notePadding(results: readonly PoseResult[], { aspectRatio }: Preprocessing, emit: Emitter): void {
  const padded = results.filter(({ photo }) => photo.width !== photo.height).length;
  if (aspectRatio === "padding" && padded > 0)
    emit.log(
      "info",
      `${padded} photo(s) are not square: their labels move with the padding. The zoo moves the other axis, so its figure is lower.`,
    );
}

function input({ inputs }: Request, name: string): string {
  const path = inputs[name];
  if (path !== undefined) return path;
  throw new ServiceError("input_missing", `The evaluation needs the input '${name}'.`);
}
