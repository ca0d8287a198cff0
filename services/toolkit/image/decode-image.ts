import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { ServiceError } from "../service/error.js";
import { jpegComponents } from "./jpeg-components.js";
import type { Pixels } from "./pixels.js";

// Each photo is read once and many are read side by side: neither a cache nor threads within one image help.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Decodes a JPEG (slow integer DCT, smooth chroma) or PNG as the zoo's loader does: the stored orientation (EXIF is
 * ignored), no colour profile applied, alpha dropped, the high byte of 16-bit samples, CMYK as C·K, M·K, Y·K.
 * @param path the image file
 * @param channels 1 (grey) or 3 (RGB) of the result
 * @throws ServiceError `image_corrupt` naming the file
 */
export async function decodeImage(path: string, channels: 1 | 3): Promise<Pixels> {
  try {
    const bytes = await readFile(path);
    const cmyk = jpegComponents(bytes) === 4;
    if (cmyk && channels === 1) throw new Error("a CMYK picture has no grey values; use color_mode: rgb");
    const image = sharp(bytes, { ignoreIcc: true });
    if (cmyk) image.pipelineColourspace("cmyk").toColourspace("cmyk");
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    const pixels: Pixels = { width: info.width, height: info.height, channels: info.channels, data };
    return cmyk ? cmykToRgb(pixels) : toChannels(pixels, channels);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("image_corrupt", `Cannot decode the image ${path}: ${reason}`, { path, cause });
  }
}

function toChannels(image: Pixels, channels: 1 | 3): Pixels {
  if (image.channels === channels) return image;
  const { width, height, data: source, channels: step } = image;
  const data = new Uint8Array(width * height * channels);
  for (let i = 0, from = 0; i < width * height; i++, from += step) {
    const red = source[from] ?? 0;
    const green = step < 3 ? red : (source[from + 1] ?? 0);
    const blue = step < 3 ? red : (source[from + 2] ?? 0);
    if (channels === 1) data[i] = step < 3 ? red : luma(red, green, blue);
    else {
      data[3 * i] = red;
      data[3 * i + 1] = green;
      data[3 * i + 2] = blue;
    }
  }
  return { width, height, channels, data };
}

/** TensorFlow's grey value of an RGB pixel (libpng's integer weights). */
function luma(red: number, green: number, blue: number): number {
  return (9797 * red + 19234 * green + 3737 * blue) >> 15;
}

/** TensorFlow's RGB of CMYK, ink amounts counted from 0 (none): `(255 − C)·(255 − K) / 255`, rounded down. */
function cmykToRgb({ width, height, data: source }: Pixels): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const white = 255 - (source[4 * i + 3] ?? 0);
    for (let c = 0; c < 3; c++)
      data[3 * i + c] = Math.floor(((255 - (source[4 * i + c] ?? 0)) * white) / 255);
  }
  return { width, height, channels: 3, data };
}
