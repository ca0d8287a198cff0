import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { counted } from "../service/counted.js";
import { ServiceError } from "../service/error.js";

const OTHER_IMAGES = new Set([".jpeg", ".png", ".bmp", ".gif", ".webp"]);

/**
 * @returns the absolute paths of the `.jpg` files directly in a folder, sorted by name as Python sorts text (by code
 *   point). Lower case `.jpg` only and no hidden files, as in the zoo.
 * @throws ServiceError `dataset_not_found` for a folder that cannot be read, `dataset_empty` when it holds no `.jpg`
 */
export async function listImages(folder: string): Promise<readonly string[]> {
  const names = await readFolder(folder);
  const images = names.filter((name) => name.endsWith(".jpg") && !name.startsWith("."));
  if (images.length === 0) throw emptyFolder(folder, names);
  return images.sort(byCodePoint).map((name) => join(folder, name));
}

/** @returns the names in a folder, in no order. @throws ServiceError `dataset_not_found` */
export async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const reason = isMissing(cause) ? "there is no such folder" : reasonOf(cause);
    throw new ServiceError("dataset_not_found", `Cannot read the image folder ${folder}: ${reason}.`, {
      path: folder,
      cause,
    });
  }
}

function emptyFolder(folder: string, names: readonly string[]): ServiceError {
  const others = names.filter(
    (name) => OTHER_IMAGES.has(extname(name).toLowerCase()) || /\.jpg$/i.test(name),
  );
  const hint =
    others.length === 0
      ? "Put images named <x>.jpg directly into it."
      : `It has ${counted(others.length, "other image file")}, such as ${others[0]}: only names ending in .jpg (lower case) are read.`;
  return new ServiceError("dataset_empty", `There is no .jpg image in ${folder}.`, { hint, path: folder });
}

/** UTF-8 keeps the order of code points; JavaScript's own comparison is by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
