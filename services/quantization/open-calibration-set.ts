import { counted } from "../toolkit/service/counted.js";
import { type CalibrationSet, imageSet, randomSet } from "./calibration-set.js";
import type { ImageInput } from "./image-input.js";
import type { Job } from "./road.js";

/**
 * The images that the request names, else random ones, with progress told as they are taken.
 * @throws ServiceError as `imageSet`.
 */
export async function openCalibrationSet(input: ImageInput, job: Job): Promise<CalibrationSet> {
  const set = await choose(input, job);
  return { images: set.images, batches: followed(set, job) };
}

async function choose(input: ImageInput, { request, settings, emit, signal }: Job): Promise<CalibrationSet> {
  const { config, inputs, seed } = request;
  const { preprocessing } = settings;
  if (inputs.calibration === undefined) {
    emit.log(
      "warn",
      "There is neither a quantization nor a training dataset: calibrating with random images, which costs accuracy.",
    );
    return randomSet(seed, { input, preprocessing });
  }
  const warn = (message: string) => emit.log("warn", message);
  const set = await imageSet(inputs.calibration, config, { input, preprocessing, signal, warn });
  emit.log("info", `Calibrating with ${counted(set.images, "image")} of ${inputs.calibration}`);
  return set;
}

async function* followed(set: CalibrationSet, { emit, signal }: Job): CalibrationSet["batches"] {
  let done = 0;
  for await (const batch of set.batches) {
    signal.throwIfAborted();
    yield batch;
    done += batch.count;
    emit.progress(done, set.images, "images");
  }
}
