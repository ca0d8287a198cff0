import { fstatSync, ftruncateSync, writeSync } from "node:fs";

/**
 * Appends a text to a file, whole or not at all: a full disk takes a part of a write without an error.
 *
 * @param file a descriptor open for appending, which nobody else appends to
 * @throws a system error when not all of it could be written; the file is as it was.
 */
export function appendWhole(file: number, text: string): void {
  const { size } = fstatSync(file);
  const bytes = Buffer.from(text);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
}
