import sharp from "sharp";
import { ServiceError } from "../service/error.js";
import type { Pixels } from "./pixels.js";

// Each photo is read once and many are read side by side: neither a cache nor threads within one image help.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Decodes a JPEG or PNG as the zoo's loader does: the stored orientation (EXIF is ignored), no colour profile applied,
 * alpha dropped, the high byte of 16-bit samples.
 * @param path the image file
 * @param channels 1 (grey) or 3 (RGB) of the result
 * @throws ServiceError `image_corrupt` naming the file
 */
export async function decodeImage(path: string, channels: 1 | 3): Promise<Pixels> {
  try {
    const { data, info } = await sharp(path, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    return toChannels({ width: info.width, height: info.height, channels: info.channels, data }, channels);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("image_corrupt", `Cannot decode the image ${path}: ${reason}`, { path, cause });
  }
}

function toChannels(image: Pixels, channels: 1 | 3): Pixels {
  if (image.channels === channels) return image;
  const { width, height, data: source } = image;
  const data = new Uint8Array(width * height * channels);
  const step = image.channels;
  for (let i = 0, from = 0; i < width * height; i++, from += step) {
    const red = source[from] ?? 0;
    if (channels === 1) data[i] = step < 3 ? red : luma(red, source[from + 1] ?? 0, source[from + 2] ?? 0);
    else {
      data[3 * i] = red;
      data[3 * i + 1] = step < 3 ? red : (source[from + 1] ?? 0);
      data[3 * i + 2] = step < 3 ? red : (source[from + 2] ?? 0);
    }
  }
  return { width, height, channels, data };
}

/** TensorFlow's grey value of an RGB pixel (libpng's integer weights). */
function luma(red: number, green: number, blue: number): number {
  return (9797 * red + 19234 * green + 3737 * blue) >> 15;
}
