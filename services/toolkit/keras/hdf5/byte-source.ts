import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { damaged } from "./hdf5-error.js";

/** Bytes that are read by their place. */
export interface ByteSource {
  readonly length: number;
  /** @throws ServiceError `model_unreadable` for bytes beyond the end */
  read(offset: number, length: number): Buffer;
  close(): void;
}

/** A file, of which only what is asked for comes into memory. */
export function fileSource(path: string): ByteSource {
  const descriptor = openSync(path, "r");
  const { size } = fstatSync(descriptor);
  const pages = new Map<number, Buffer>();
  const readAt = (offset: number, length: number) => {
    // Of its own memory, so that numbers in it are aligned and need not be copied.
    const bytes = Buffer.from(new ArrayBuffer(length));
    if (readSync(descriptor, bytes, 0, length, offset) !== length)
      throw damaged("the file has become shorter");
    return bytes;
  };
  const pageAt = (start: number) => {
    const page = pages.get(start) ?? readAt(start, Math.min(PAGE, size - start));
    if (pages.size >= MOST_PAGES) pages.clear();
    pages.set(start, page);
    return page;
  };
  return {
    length: size,
    read(offset, length) {
      checkRange(offset, length, size);
      const start = Math.floor(offset / PAGE) * PAGE;
      const isInPage = length <= LONGEST_SMALL && offset + length <= start + PAGE;
      return isInPage
        ? pageAt(start).subarray(offset - start, offset - start + length)
        : readAt(offset, length);
    },
    close: () => closeSync(descriptor),
  };
}

/** The many small structures of a file lie close together; each read of its own costs more than reading them all. */
const PAGE = 2 ** 16;
const MOST_PAGES = 16;
const LONGEST_SMALL = 2 ** 12;

/** Bytes that are in memory already. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    read(offset, length) {
      checkRange(offset, length, bytes.length);
      return Buffer.from(bytes.buffer, bytes.byteOffset + offset, length);
    },
    close() {},
  };
}

function checkRange(offset: number, length: number, size: number): void {
  if (offset < 0 || length < 0 || offset + length > size)
    throw damaged(`${length} bytes at ${offset} lie beyond its end, ${size}`);
}
