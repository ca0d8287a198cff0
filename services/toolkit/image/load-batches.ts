import { availableParallelism } from "node:os";
import { canStartThreads } from "../thread/thread.js";
import { openImageLoader } from "./image-loader.js";
import { type TensorTarget, tensorLength } from "./image-tensor.js";
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

/** A batch with the memory that its values lie in. */
interface LoadedBatch {
  readonly batch: ImageBatch;
  readonly memory: Float32Array<ArrayBuffer>;
}

export interface LoadOptions {
  /** Images a batch; the last one may be shorter. One when absent. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  /** Whether the values of a batch are good only until the next one is asked for: their memory is used again. */
  readonly reuse?: boolean;
  /** Threads that resize beside the caller's own; by the number of photos and cores when absent. */
  readonly threads?: number;
}

/**
 * Decodes, resizes and rescales images in order while the caller works on earlier ones. A bounded number of photos is
 * held, however many there are.
 * @throws ServiceError `image_corrupt`, `image_too_thin` naming the file; the signal's reason once it is aborted; what
 *   ended a thread
 */
export async function* loadBatches(
  paths: readonly string[],
  preprocessing: Preprocessing,
  target: TensorTarget,
  { batch = 1, signal, reuse = false, threads = threadsFor(paths.length) }: LoadOptions = {},
): AsyncGenerator<ImageBatch, void, undefined> {
  const loader = openImageLoader({ preprocessing, target }, threads);
  const ahead = Math.ceil(AHEAD / batch) + 1;
  const length = tensorLength(preprocessing, target);
  const free: Float32Array<ArrayBuffer>[] = [];
  const queue: Promise<LoadedBatch>[] = [];
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
      if (ready === undefined) return;
      yield ready.batch;
      if (reuse) free.push(ready.memory);
    }
  } finally {
    // A thread must not be ended while sharp works for it.
    await Promise.allSettled(queue);
    await loader.close();
  }

  async function load(start: number): Promise<LoadedBatch> {
    const part = paths.slice(start, start + batch);
    const [path] = part;
    if (path !== undefined && batch === 1 && !reuse) {
      const { size, data } = await loader.load(path);
      return { memory: data, batch: { start, paths: part, sizes: [size], data } };
    }
    const memory = free.pop() ?? new Float32Array(batch * length);
    const place = (i: number) => memory.subarray(i * length, (i + 1) * length);
    const images = await Promise.all(part.map((path, i) => loader.load(path, place(i))));
    const sizes = images.map(({ size }) => size);
    return { memory, batch: { start, paths: part, sizes, data: memory.subarray(0, part.length * length) } };
  }
}

/** With two cores or less the network needs them all; a thread more only adds work. */
function threadsFor(images: number): number {
  const cores = availableParallelism();
  if (cores <= 2 || images < FEW_IMAGES || !canStartThreads) return 0;
  return Math.min(MOST_THREADS, cores - 1);
}
