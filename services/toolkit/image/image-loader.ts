import { leastLoaded } from "../thread/least-loaded.js";
import { Thread } from "../thread/thread.js";
import { type ImageRecipe, type LoadedImage, loadImage } from "./load-image.js";
import type { LoadTask } from "./load-worker.js";

const PROGRAM = new URL("./load-worker.js", import.meta.url);

/** Makes tensors of photos. Close it when every load has settled. */
export interface ImageLoader {
  /**
   * @param out takes the tensor
   * @throws as `loadImage`; what ended a thread, once one has ended
   */
  load(path: string, out?: Float32Array<ArrayBuffer>): Promise<LoadedImage>;
  close(): Promise<void>;
}

/**
 * @param threads how many threads resize beside the caller's own; with 0 the caller's own does. Decoding runs on sharp's
 *   threads either way.
 */
export function openImageLoader(recipe: ImageRecipe, threads: number): ImageLoader {
  if (threads === 0)
    return { load: (path, out) => loadImage(path, recipe, out), close: async () => undefined };
  const workers = Array.from({ length: threads }, () => new Thread<LoadTask, LoadedImage>(PROGRAM));
  return {
    load: async (path, out) => {
      const loaded = await leastLoaded(workers).ask({ path, recipe });
      if (out === undefined) return loaded;
      out.set(loaded.data);
      return { ...loaded, data: out };
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
