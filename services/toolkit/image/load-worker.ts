/** The program of a loader thread: makes a tensor of each photo that it is told of. */
import { answerTasks } from "../thread/answer-tasks.js";
import { type ImageRecipe, type LoadedImage, loadImage } from "./load-image.js";

export interface LoadTask {
  readonly path: string;
  readonly recipe: ImageRecipe;
}

await answerTasks(async () => ({
  opened: undefined,
  answer: ({ path, recipe }: LoadTask) => loadImage(path, recipe),
  memoryOf: ({ data }: LoadedImage) => [data.buffer],
}));
