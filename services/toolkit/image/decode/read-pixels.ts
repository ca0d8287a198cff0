import sharp from "sharp";
import type { Pixels } from "../pixels.js";

// Each photo is read once and many are read side by side: neither a cache nor threads within one image help.
sharp.cache(false);
sharp.concurrency(1);

/** Rows are decoded as they are asked for: without a copy of the whole picture in between. */
const INPUT = { ignoreIcc: true, sequentialRead: true };

export interface ReadOptions {
  /** Turns the picture as its EXIF orientation says. */
  readonly exif: boolean;
  /** What the samples are of a file whose colours are not grey or RGB of 8 bits. */
  readonly colours?: "cmyk";
}

/** Decodes an image file with libvips; no colour profile is applied, alpha stays, of 16 bits the high byte. */
export async function readPixels(bytes: Uint8Array, { exif, colours }: ReadOptions): Promise<Pixels> {
  const image = sharp(bytes, INPUT);
  if (exif) image.autoOrient();
  if (colours === "cmyk") image.pipelineColourspace("cmyk").toColourspace("cmyk");
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, data };
}

/** As `readPixels`, for the grey values of colours of 16 bits: made before the low byte is dropped, as libpng does. */
export async function readDeepGrey(bytes: Uint8Array, { exif }: ReadOptions): Promise<Pixels> {
  const image = sharp(bytes, INPUT);
  if (exif) image.autoOrient();
  const { data, info } = await image
    .toColourspace("rgb16")
    .raw({ depth: "ushort" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  const grey = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < grey.length; i++, from += channels) {
    const [red = 0, green = 0, blue = 0] = [samples[from], samples[from + 1], samples[from + 2]];
    // More than 31 bits: no shifts.
    grey[i] = Math.floor((9797 * red + 19234 * green + 3737 * blue + 16384) / 2 ** 23);
  }
  return { width, height, channels: 1, data: grey };
}
