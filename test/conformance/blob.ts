import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A tensor of a golden folder's binary file. */
export interface Blob {
  readonly blob: string;
  readonly offset: number;
  readonly bytes: number;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** @returns a reader of a golden folder's tensors, as float32 or as bytes; each binary file is read once. */
export function blobReader(folder: string): {
  floats(blob: Blob): Float32Array;
  bytes(blob: Blob): Uint8Array;
} {
  const files = new Map<string, Buffer>();
  const bytes = ({ blob, offset, bytes: length }: Blob): Uint8Array => {
    const file = files.get(blob) ?? readFileSync(join(folder, blob));
    files.set(blob, file);
    // A copy: the offset in the file need not be aligned.
    return Uint8Array.from(file.subarray(offset, offset + length));
  };
  return { bytes, floats: (blob) => new Float32Array(bytes(blob).buffer) };
}
