import { readFile } from "node:fs/promises";
import { ServiceError } from "../../service/error.js";
import type { Pixels } from "../pixels.js";
import { decodeJpeg } from "./decode-jpeg.js";
import { jpegFrame } from "./jpeg-frame.js";
import { pngHeader } from "./png-header.js";
import { readDeepGrey, readPixels } from "./read-pixels.js";
import { type ChannelCount, toChannels } from "./to-channels.js";

export interface DecodeOptions {
  /** Grey, RGB, RGBA; with 0 what the file has. */
  readonly channels: 0 | 1 | 3 | 4;
  /** Turns the picture as its EXIF orientation says, which the zoo does not. */
  readonly exif: boolean;
}

/**
 * Decodes a photo as `tf.image.decode_image` does: no colour profile applied, alpha dropped without blending, the high
 * byte of 16-bit samples, CMYK as C·K, M·K, Y·K, as grey of a JPEG its luminance as stored. PNG is exact; JPEG is
 * decoded with libjpeg's accurate DCT where TensorFlow takes the fast one, a few grey levels away.
 * @throws ServiceError `image_corrupt` naming the file
 */
export async function decodeImage(path: string, options: DecodeOptions): Promise<Pixels> {
  try {
    return await decodeBytes(await readFile(path), options);
  } catch (cause) {
    const message = `Cannot decode the image ${path}: ${reasonOf(cause)}`;
    const hint = "Replace the file, or take it out of the folder.";
    throw new ServiceError("image_corrupt", message, { path, cause, hint });
  }
}

/** Of a damaged file the library tells at times what is wrong, at times only that it was set to refuse such files. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message.includes("failOn") ? "it is cut short or damaged" : cause.message;
}

async function decodeBytes(bytes: Uint8Array, { channels, exif }: DecodeOptions): Promise<Pixels> {
  const frame = jpegFrame(bytes);
  if (frame !== undefined) return decodeJpeg(bytes, frame, { channels, exif });
  const png = pngHeader(bytes);
  const hasColours = png?.channels !== 1 && png?.channels !== 2;
  if (channels === 1 && hasColours && png?.depth === 16) return readDeepGrey(bytes, { exif });
  const pixels = await readPixels(bytes, { exif });
  return toChannels(pixels, channels || (png?.channels ?? asCount(pixels.channels)));
}

function asCount(channels: number): ChannelCount {
  return channels === 1 || channels === 2 || channels === 4 ? channels : 3;
}
