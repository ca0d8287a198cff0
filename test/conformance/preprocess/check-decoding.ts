import { join } from "node:path";
import { decodeImage } from "../../../services/toolkit/image/decode/decode-image.js";
import { ServiceError } from "../../../services/toolkit/service/error.js";
import type { Blob, blobReader } from "../blob.js";
import { differenceOf } from "./difference-of.js";

export interface DecodeCase {
  readonly id: string;
  readonly kind: "decode";
  readonly file: string;
  readonly channels: 0 | 1 | 3 | 4;
  readonly output?: Blob;
  readonly error?: string;
}

/** Grey levels between TensorFlow's fast DCT and the accurate one, as the vectors' README measured them. */
export const FAST_DCT = { most: 8, mean: 1.3 };

/** @returns what differs from the reference's picture or error; undefined when nothing does. */
export async function checkDecoding(
  { file, channels, output, error }: DecodeCase,
  folder: string,
  reader: ReturnType<typeof blobReader>,
): Promise<string | undefined> {
  try {
    const { data, ...image } = await decodeImage(join(folder, file), { channels, exif: false });
    if (output === undefined) return `expected the error '${error}'`;
    const shape = [image.height, image.width, image.channels].join();
    if (shape !== output.shape.join()) return `shape is ${shape}, expected ${output.shape}`;
    const tolerance = file.endsWith(".jpg") ? FAST_DCT : { most: 0, mean: 0 };
    return differenceOf(data, reader.bytes(output), tolerance);
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure;
    return error === undefined ? `unexpected error: ${failure.message}` : undefined;
  }
}
