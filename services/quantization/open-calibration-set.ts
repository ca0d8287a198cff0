import { counted } from "../toolkit/service/counted.js";
import { type CalibrationSet, imageSet, randomSet } from "./calibration-set.js";
import type { ImageInput } from "./image-input.js";
import type { Job } from "./road.js";

/**
 * The images that the request names, else random ones, with progress told as they are taken, and a warning at the end
 * when all of them were of one colour.
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
  let colour: number | undefined;
  let isOneColour = true;
  for await (const batch of set.batches) {
    signal.throwIfAborted();
    colour ??= batch.data[0];
    isOneColour &&= hasOnly(batch.data, colour);
    yield batch;
    done += batch.count;
    emit.progress(done, set.images, "images");
  }
  if (isOneColour) emit.log("warn", oneColour(set.images, colour));
}

function hasOnly(data: Float32Array, colour: number | undefined): boolean {
  for (const value of data) if (value !== colour) return false;
  return true;
}

function oneColour(images: number, colour: number | undefined): string {
  const what = images === 1 ? "The only calibration image is" : `All ${images} calibration images are`;
  return `${what} of one colour, black for example: every value is ${colour}. Whatever else the network sees later is cut off. Calibrate with images like those that it was trained for.`;
}
