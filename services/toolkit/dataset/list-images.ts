import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { counted } from "../service/counted.js";
import { ServiceError } from "../service/error.js";

const OTHER_IMAGES = new Set([".jpeg", ".png", ".bmp", ".gif", ".webp"]);

const RULE = "only names ending in .jpg (lower case) are read";

/** Is told what a user should know of a folder beside its content. */
export type Warn = (message: string) => void;

/**
 * @param warn is told how many other images the folder has: they are passed over, as in the zoo
 * @returns the absolute paths of the `.jpg` files directly in a folder, sorted by name as Python sorts text (by code
 *   point). Lower case `.jpg` only and no hidden files, as in the zoo.
 * @throws ServiceError `dataset_not_found` for a folder that cannot be read, `dataset_empty` when it holds no `.jpg`
 */
export async function listImages(folder: string, warn: Warn = () => {}): Promise<readonly string[]> {
  const names = await readFolder(folder);
  const images = names.filter((name) => name.endsWith(".jpg") && !name.startsWith("."));
  const others = names.filter(isOtherImage).sort(byCodePoint);
  if (images.length === 0) throw emptyFolder(folder, others);
  if (others.length > 0)
    warn(`${counted(others.length, "image file")} in ${folder} not used, such as ${others[0]}: ${RULE}.`);
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

function emptyFolder(folder: string, others: readonly string[]): ServiceError {
  const hint =
    others.length === 0
      ? "Put images named <x>.jpg directly into it."
      : `It has ${counted(others.length, "other image file")}, such as ${others[0]}: ${RULE}.`;
  return new ServiceError("dataset_empty", `There is no .jpg image in ${folder}.`, { hint, path: folder });
}

/** An image by its name, though none that is read. */
function isOtherImage(name: string): boolean {
  if (name.startsWith(".")) return false;
  return OTHER_IMAGES.has(extname(name).toLowerCase()) || (/\.jpg$/i.test(name) && !name.endsWith(".jpg"));
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
