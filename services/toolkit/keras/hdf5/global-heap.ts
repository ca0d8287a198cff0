import type { ByteSource } from "./byte-source.js";
import { Cursor } from "./cursor.js";
import { damaged } from "./hdf5-error.js";

/**
 * Reads a text of variable length, which lies in a collection of such texts (Specification, III.E).
 *
 * @param reference - its length, the collection's address, its number there
 */
export function heapText(source: ByteSource, reference: Buffer): string {
  const cursor = new Cursor(reference);
  const [length, address, wanted] = [cursor.uint(4), cursor.long(), cursor.uint(4)];
  if (length === 0) return "";
  const end = address + new Cursor(source.read(address, 16)).expect("GCOL").skip(4).long();
  let at = address + 16;
  while (at + 16 <= end) {
    const head = new Cursor(source.read(at, 16));
    const index = head.uint(2);
    const size = head.skip(6).long();
    if (index === wanted) return source.read(at + 16, Math.min(length, size)).toString("utf8");
    if (index === 0) break;
    at += 16 + Math.ceil(size / 8) * 8;
  }
  throw damaged("a text is missing");
}
