/** The program of a loader thread: answers each `LoadTask` with a `LoadAnswer`. */
import { parentPort } from "node:worker_threads";
import { type Failure, failureOf } from "../service/failure.js";
import { type ImageRecipe, type LoadedImage, loadImage } from "./load-image.js";

export interface LoadTask {
  readonly id: number;
  readonly path: string;
  readonly recipe: ImageRecipe;
}

export interface LoadAnswer {
  readonly id: number;
  readonly image?: LoadedImage;
  readonly failure?: Failure;
}

parentPort?.on("message", async (task: LoadTask) => {
  const answer = await answerTo(task);
  parentPort?.postMessage(answer, answer.image === undefined ? [] : [answer.image.data.buffer]);
});

async function answerTo({ id, path, recipe }: LoadTask): Promise<LoadAnswer> {
  try {
    return { id, image: await loadImage(path, recipe) };
  } catch (error) {
    return { id, failure: failureOf(error) };
  }
}
