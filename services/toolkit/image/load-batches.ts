import { availableParallelism } from "node:os";
import { decodeImage } from "./decode-image.js";
import { fillTensor, type TensorTarget } from "./fill-tensor.js";
import type { Size } from "./pixels.js";
import type { Preprocessing } from "./preprocessing.js";

/** Photos on their way at a time, decoding ones included: what bounds the memory. */
const AHEAD = Math.max(4, 2 * availableParallelism());

/** Consecutive images as one input tensor. */
export interface ImageBatch {
  /** Position of the first image in the list. */
  readonly start: number;
  readonly paths: readonly string[];
  /** Sizes of the photos as stored. */
  readonly sizes: readonly Size[];
  /** paths.length × channels × height × width values in the target's layout. */
  readonly data: Float32Array;
}

/**
 * Decodes, resizes and rescales images in order while the caller works on earlier ones. Decoding runs on sharp's
 * threads; a bounded number of photos is held, however many there are.
 * @param batch images a batch; the last one may be shorter
 * @throws ServiceError `image_corrupt` naming the file; the signal's reason once it is aborted
 */
export async function* loadBatches(
  paths: readonly string[],
  preprocessing: Preprocessing,
  target: TensorTarget,
  { batch = 1, signal }: { batch?: number; signal?: AbortSignal } = {},
): AsyncGenerator<ImageBatch, void, undefined> {
  const length = preprocessing.channels * target.height * target.width;
  const ahead = Math.max(1, Math.ceil(AHEAD / batch)) + 1;
  const queue: Promise<ImageBatch>[] = [];
  let next = 0;
  try {
    while (next < paths.length || queue.length > 0) {
      while (queue.length < ahead && next < paths.length) {
        const loading = load(next);
        // A failure is reported when its turn comes, not as an unhandled rejection before.
        loading.catch(() => undefined);
        queue.push(loading);
        next += batch;
      }
      signal?.throwIfAborted();
      const ready = await queue.shift();
      signal?.throwIfAborted();
      if (ready !== undefined) yield ready;
    }
  } finally {
    await Promise.allSettled(queue);
  }

  async function load(start: number): Promise<ImageBatch> {
    const part = paths.slice(start, start + batch);
    const data = new Float32Array(part.length * length);
    const sizes = await Promise.all(
      part.map(async (path, i) => {
        signal?.throwIfAborted();
        const image = await decodeImage(path, preprocessing.channels);
        fillTensor(image, preprocessing, target, data.subarray(i * length, (i + 1) * length));
        return { height: image.height, width: image.width };
      }),
    );
    return { start, paths: part, sizes, data };
  }
}
