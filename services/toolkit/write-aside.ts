import { AsideFile } from "./aside-file.js";

/**
 * Writes a whole file so that its name never holds a part of it: aside, to the disk, then renamed.
 * @param mode the file's permissions; as usual when absent
 * @returns its size in bytes
 * @throws ServiceError `output_unwritable`
 */
export function writeAside(content: Uint8Array | string, path: string, mode?: number): number {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const file = new AsideFile(path, mode);
  try {
    file.write(bytes);
    file.finish();
    return bytes.length;
  } finally {
    file.discard();
  }
}
