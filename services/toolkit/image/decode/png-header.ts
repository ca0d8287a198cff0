/** What a PNG's header says of its colours. */
export interface PngHeader {
  /** Planes that TensorFlow gives for the file; undefined for a palette, which may have alpha or not. */
  readonly channels: 1 | 2 | 3 | 4 | undefined;
  /** Bits of a sample. */
  readonly depth: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Places in the header chunk, which comes first. */
const DEPTH = 24;
const COLOUR_TYPE = 25;
const CHANNELS = new Map<number, 1 | 2 | 3 | 4>([
  [0, 1],
  [2, 3],
  [4, 2],
  [6, 4],
]);

/** @returns undefined for anything but a PNG. */
export function pngHeader(bytes: Uint8Array): PngHeader | undefined {
  const depth = bytes[DEPTH];
  const type = bytes[COLOUR_TYPE];
  if (depth === undefined || type === undefined) return undefined;
  if (!SIGNATURE.every((value, i) => bytes[i] === value)) return undefined;
  return { channels: CHANNELS.get(type), depth };
}
