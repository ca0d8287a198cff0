import { basename, join } from "node:path";
import { counted } from "../service/counted.js";
import { ServiceError } from "../service/error.js";
import { listImages, readFolder, type Warn } from "./list-images.js";

/** A photo and the file with its key points, both absolute. */
export interface SampleFiles {
  readonly image: string;
  readonly label: string;
}

/**
 * Pairs the photos of a folder with their labels by name (`a.jpg` with `a.txt`); the zoo pairs them by position.
 * @param warn as of `listImages`
 * @returns the pairs, sorted by name as Python sorts
 * @throws ServiceError `label_missing`, `image_missing` naming the first file without its partner and how many there
 *   are; what `listImages` throws
 */
export async function listSamples(folder: string, warn?: Warn): Promise<readonly SampleFiles[]> {
  const images = await listImages(folder, warn);
  const texts = new Set((await readFolder(folder)).filter(isLabel));
  const samples = images.map((image) => ({ image, label: image.replace(/\.jpg$/, ".txt") }));
  const expected = new Set(samples.map(({ label }) => basename(label)));
  const unlabelled = samples.filter(({ label }) => !texts.has(basename(label)));
  const stray = [...texts].filter((text) => !expected.has(text)).sort();
  if (unlabelled[0] !== undefined) throw withoutLabel(folder, unlabelled[0], unlabelled.length);
  if (stray[0] !== undefined) throw withoutImage(folder, stray[0], stray.length);
  return samples;
}

function isLabel(name: string): boolean {
  return name.endsWith(".txt") && !name.startsWith(".");
}

function withoutLabel(folder: string, { image, label }: SampleFiles, count: number): ServiceError {
  const message = `${counted(count, "image")} in ${folder} without a label; the first is ${basename(image)}.`;
  return new ServiceError("label_missing", message, {
    hint: `Expected ${basename(label)} beside it.`,
    path: image,
  });
}

function withoutImage(folder: string, label: string, count: number): ServiceError {
  const message = `${counted(count, "label")} in ${folder} without an image; the first is ${label}.`;
  const hint = `Expected ${label.replace(/\.txt$/, ".jpg")} beside it, or move the label away.`;
  return new ServiceError("image_missing", message, { hint, path: join(folder, label) });
}
