import { availableParallelism } from "node:os";
import { canStartThreads, openImageLoader } from "./image-loader.js";
import type { TensorTarget } from "./image-tensor.js";
import type { Size } from "./pixels.js";
import type { Preprocessing } from "./preprocessing.js";

/** Photos on their way at a time, decoding ones included: what bounds the memory. */
const AHEAD = Math.max(4, 2 * availableParallelism());
/** A set of so few photos is resized before more threads have started. */
const FEW_IMAGES = 200;
/** More threads than this make tensors faster than a network takes them. */
const MOST_THREADS = 4;

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

export interface LoadOptions {
  /** Images a batch; the last one may be shorter. One when absent. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  /** Threads that resize beside the caller's own; by the number of photos and cores when absent. */
  readonly threads?: number;
}

/**
 * Decodes, resizes and rescales images in order while the caller works on earlier ones. A bounded number of photos is
 * held, however many there are.
 * @throws ServiceError `image_corrupt` naming the file; the signal's reason once it is aborted
 */
export async function* loadBatches(
  paths: readonly string[],
  preprocessing: Preprocessing,
  target: TensorTarget,
  { batch = 1, signal, threads = threadsFor(paths.length) }: LoadOptions = {},
): AsyncGenerator<ImageBatch, void, undefined> {
  const loader = openImageLoader({ preprocessing, target }, threads);
  const ahead = Math.ceil(AHEAD / batch) + 1;
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
    // A thread must not be ended while sharp works for it.
    await Promise.allSettled(queue);
    await loader.close();
  }

  async function load(start: number): Promise<ImageBatch> {
    const part = paths.slice(start, start + batch);
    const images = await Promise.all(part.map((path) => loader.load(path)));
    const sizes = images.map(({ size }) => size);
    const [only] = images;
    if (only !== undefined && images.length === 1) return { start, paths: part, sizes, data: only.data };
    const data = new Float32Array(images.reduce((length, image) => length + image.data.length, 0));
    images.forEach((image, i) => {
      data.set(image.data, i * image.data.length);
    });
    return { start, paths: part, sizes, data };
  }
}

/** With two cores or less the network needs them all; a thread more only adds work. */
function threadsFor(images: number): number {
  const cores = availableParallelism();
  if (cores <= 2 || images < FEW_IMAGES || !canStartThreads) return 0;
  return Math.min(MOST_THREADS, cores - 1);
}
