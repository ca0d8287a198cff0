import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { errorOf } from "../service/failure.js";
import { type ImageRecipe, type LoadedImage, loadImage } from "./load-image.js";
import type { LoadAnswer, LoadTask } from "./load-worker.js";

const PROGRAM = fileURLToPath(new URL("./load-worker.js", import.meta.url));

/** Whether threads can be started: not when this runs from its TypeScript source. */
export const canStartThreads = existsSync(PROGRAM);

/** Makes tensors of photos. Close it when every load has settled. */
export interface ImageLoader {
  /**
   * @param out takes the tensor
   * @throws ServiceError `image_corrupt` naming the file
   */
  load(path: string, out?: Float32Array<ArrayBuffer>): Promise<LoadedImage>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (image: LoadedImage) => void;
  readonly reject: (error: Error) => void;
}

/**
 * @param threads how many threads resize beside the caller's own, in turn; with 0 the caller's own does. Decoding runs
 *   on sharp's threads either way.
 */
export function openImageLoader(recipe: ImageRecipe, threads: number): ImageLoader {
  if (threads === 0)
    return { load: (path, out) => loadImage(path, recipe, out), close: async () => undefined };
  const waiting = new Map<number, Waiting>();
  const workers = Array.from({ length: threads }, () => startWorker(waiting));
  let next = 0;
  return {
    load: async (path, out) => {
      const loaded = await new Promise<LoadedImage>((resolve, reject) => {
        const task: LoadTask = { id: next++, path, recipe };
        waiting.set(task.id, { resolve, reject });
        workers[task.id % threads]?.postMessage(task);
      });
      if (out === undefined) return loaded;
      out.set(loaded.data);
      return { ...loaded, data: out };
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function startWorker(waiting: Map<number, Waiting>): Worker {
  const worker = new Worker(PROGRAM);
  worker.on("message", ({ id, image, failure }: LoadAnswer) => {
    const task = waiting.get(id);
    waiting.delete(id);
    if (image !== undefined) task?.resolve(image);
    else if (failure !== undefined) task?.reject(errorOf(failure));
  });
  worker.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return worker;
}
