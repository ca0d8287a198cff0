import { basename, join } from "node:path";
import { writeAside } from "../toolkit/write-aside.js";
import type { PoseResult } from "./evaluate-poses.js";

/** Name of the file in the stage's folder. */
export const RESULTS_FILE = "evaluation.json";

/**
 * Writes what each image scored, worst first, so that the photos to look at come first.
 * @param figures the means of the run, for readers of this file alone
 * @returns the file's absolute path
 * @throws ServiceError `output_unwritable`
 */
export function writeResults(
  folder: string,
  results: readonly PoseResult[],
  figures: Readonly<Record<string, number>>,
): string {
  const images = [...results]
    .sort((a, b) => a.similarity - b.similarity)
    .map(({ path, similarity, visible, pose }) => ({
      image: basename(path),
      oks: similarity,
      visible,
      keypoints: triples(pose),
    }));
  const path = join(folder, RESULTS_FILE);
  const rows = images.map((image) => `  ${JSON.stringify(image)}`).join(",\n");
  writeAside(`{"figures": ${JSON.stringify(figures)},\n "images": [\n${rows}\n]}\n`, path);
  return path;
}

function triples(pose: Float32Array): number[][] {
  return Array.from({ length: pose.length / 3 }, (_, i) => [...pose.subarray(3 * i, 3 * i + 3)]);
}
