import { basename } from "node:path";
import { ServiceError } from "../service/error.js";
import { listImages, readFolder } from "./list-images.js";

/** A photo and the file with its key points, both absolute. */
export interface SampleFiles {
  readonly image: string;
  readonly label: string;
}

/**
 * Pairs the photos of a folder with their labels by name (`a.jpg` with `a.txt`); the zoo pairs them by position.
 * @returns the pairs, sorted by name as Python sorts
 * @throws ServiceError `label_missing`, `image_missing` naming the first file without its partner and how many there
 *   are; what `listImages` throws
 */
export async function listSamples(folder: string): Promise<readonly SampleFiles[]> {
  const images = await listImages(folder);
  const texts = new Set(
    (await readFolder(folder)).filter((name) => name.endsWith(".txt") && !name.startsWith(".")),
  );
  const samples = images.map((image) => ({ image, label: image.replace(/\.jpg$/, ".txt") }));
  const unlabelled = samples.filter(({ label }) => !texts.delete(basename(label)));
  const [image] = unlabelled;
  if (image !== undefined)
    throw new ServiceError(
      "label_missing",
      `${unlabelled.length} of ${images.length} images in ${folder} have no label; the first is ${basename(image.image)}.`,
      { hint: `Expected ${basename(image.label)} beside it.`, path: image.image },
    );
  const [label] = texts;
  if (label !== undefined)
    throw new ServiceError(
      "image_missing",
      `${texts.size} label(s) in ${folder} have no image; the first is ${label}.`,
      {
        hint: `Expected ${label.replace(/\.txt$/, ".jpg")} beside it, or move the label away.`,
        path: folder,
      },
    );
  return samples;
}
