import { listImages } from "../toolkit/dataset/list-images.js";
import { quantizationSubset } from "../toolkit/dataset/quantization-subset.js";
import { seededOrder } from "../toolkit/dataset/seeded-order.js";
import { loadBatches } from "../toolkit/image/load-batches.js";
import type { Preprocessing } from "../toolkit/image/preprocessing.js";
import { NumpyRandom } from "../toolkit/random/numpy-random.js";
import { type Config, numberSetting } from "../toolkit/service/settings.js";
import type { ImageInput } from "./image-input.js";

/** Images to make when there is no folder. */
const RANDOM_IMAGES = 10;
/** `dataset.seed` where the config has none, as in the zoo. */
const ZOO_SEED = 123;

/** Inputs of the network, one tensor at a time, good until the next is asked for, with how many images each holds. */
export interface CalibrationSet {
  readonly images: number;
  readonly batches: AsyncIterable<{ readonly data: Float32Array; readonly count: number }>;
}

export interface ImageSetOptions {
  readonly input: ImageInput;
  readonly preprocessing: Preprocessing;
  readonly signal: AbortSignal;
  /** Told of images in the folder that are passed over. */
  readonly warn: (message: string) => void;
}

/**
 * The first share (`dataset.quantization_split`, all by default) of a folder's images in the seeded order.
 *
 * @throws ServiceError `dataset_not_found`, `dataset_empty`; while it is read, `image_corrupt` naming the file.
 */
export async function imageSet(
  folder: string,
  config: Config,
  { input, preprocessing, signal, warn }: ImageSetOptions,
): Promise<CalibrationSet> {
  const images = await listImages(folder, warn);
  const count = quantizationSubset(images.length, numberSetting(config, "dataset.quantization_split", 1));
  const chosen = seededOrder(images, numberSetting(config, "dataset.seed", ZOO_SEED)).slice(0, count);
  return { images: count, batches: batches() };

  async function* batches() {
    for await (const { data, paths } of loadBatches(chosen, preprocessing, input.target, {
      batch: input.batch,
      signal,
      reuse: true,
    }))
      yield { data: filled(data, input), count: paths.length };
  }
}

/** Images of uniform noise, 0 to 255 before rescaling, drawn by NumPy's generator in the network's layout. */
export function randomSet(
  seed: number,
  { input, preprocessing }: { input: ImageInput; preprocessing: Preprocessing },
): CalibrationSet {
  const random = new NumpyRandom(seed);
  const scale = Math.fround(preprocessing.scale);
  const offset = Math.fround(preprocessing.offset);
  const value = () => Math.fround(Math.fround(random.uniform(0, 255)) * scale) + offset;
  return { images: RANDOM_IMAGES, batches: batches() };

  async function* batches() {
    for (let done = 0; done < RANDOM_IMAGES; done += input.batch) {
      const count = Math.min(input.batch, RANDOM_IMAGES - done);
      const data = Float32Array.from({ length: count * input.length }, value);
      yield { data: filled(data, input), count };
    }
  }
}

/** Fills a batch that the network insists on with its images over again, which leaves extremes as they are. */
function filled(data: Float32Array, { batch, length: image, isBatchFixed }: ImageInput): Float32Array {
  const length = batch * image;
  if (data.length === length || !isBatchFixed) return data;
  return Float32Array.from({ length }, (_, i) => data[i % data.length] ?? 0);
}
