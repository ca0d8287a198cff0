/** The program of a loader thread: answers each `LoadTask` with a `LoadAnswer`. */
import { parentPort } from "node:worker_threads";
import { ServiceError } from "../service/error.js";
import { type ImageRecipe, type LoadedImage, loadImage } from "./load-image.js";

export interface LoadTask {
  readonly id: number;
  readonly path: string;
  readonly recipe: ImageRecipe;
}

/** An error as data: a thread's messages keep neither its class nor its fields. */
export interface LoadFailure {
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly hint?: string;
}

export interface LoadAnswer {
  readonly id: number;
  readonly image?: LoadedImage;
  readonly failure?: LoadFailure;
}

parentPort?.on("message", async (task: LoadTask) => {
  const answer = await answerTo(task);
  parentPort?.postMessage(answer, answer.image === undefined ? [] : [answer.image.data.buffer]);
});

async function answerTo({ id, path, recipe }: LoadTask): Promise<LoadAnswer> {
  try {
    return { id, image: await loadImage(path, recipe) };
  } catch (error) {
    if (error instanceof ServiceError) {
      const { code, message, hint } = error;
      return { id, failure: { code, message, path, ...(hint === undefined ? {} : { hint }) } };
    }
    const message = error instanceof Error ? error.message : String(error);
    return { id, failure: { code: "image_corrupt", message, path } };
  }
}
