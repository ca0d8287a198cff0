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
  return {
    length: size,
    read(offset, length) {
      checkRange(offset, length, size);
      // Of its own memory, so that numbers in it are aligned.
      const bytes = Buffer.from(new ArrayBuffer(length));
      if (readSync(descriptor, bytes, 0, length, offset) !== length)
        throw damaged("the file has become shorter");
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}

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
