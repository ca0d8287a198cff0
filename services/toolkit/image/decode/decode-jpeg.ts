import type { Pixels } from "../pixels.js";
import type { DecodeOptions } from "./decode-image.js";
import { type JpegFrame, withPlainComponents } from "./jpeg-frame.js";
import { readPixels } from "./read-pixels.js";
import { toChannels } from "./to-channels.js";

/** As TensorFlow's JPEG decoder. @throws Error for channels that a JPEG of its kind does not have */
export async function decodeJpeg(
  bytes: Uint8Array,
  { components, isRgb, isAdobe }: JpegFrame,
  { channels, exif }: DecodeOptions,
): Promise<Pixels> {
  if (channels === 4) throw new Error("a JPEG has no alpha channel");
  if (components === 4) {
    if (channels === 1) throw new Error("a CMYK picture has no grey values; use color_mode: rgb");
    return cmykToRgb(await readPixels(bytes, { exif, colours: "cmyk" }), { isAdobe });
  }
  const isGrey = channels === 1 || (channels === 0 && components === 1);
  if (!isGrey || components === 1) return toChannels(await readPixels(bytes, { exif }), isGrey ? 1 : 3);
  if (isRgb) return greyOfRgb(await readPixels(bytes, { exif }));
  return firstChannel(await readPixels(withPlainComponents(bytes), { exif }));
}

/** The luminance plane of YCbCr. */
function firstChannel({ width, height, channels, data: source }: Pixels): Pixels {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = source[i * channels] ?? 0;
  return { width, height, channels: 1, data };
}

/** libjpeg's grey of a colour: 0.299, 0.587 and 0.114 of 65536, rounded. */
function greyOfRgb({ width, height, channels, data: source }: Pixels): Pixels {
  const data = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < data.length; i++, from += channels) {
    const [red = 0, green = 0, blue = 0] = [source[from], source[from + 1], source[from + 2]];
    data[i] = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
  }
  return { width, height, channels: 1, data };
}

/**
 * TensorFlow's RGB of CMYK: `C·K / 255` of samples that count what is left of the light, rounded down. Files with
 * Adobe's marker store those; the others store how much ink there is. libvips takes every file for the former and
 * gives 255 less the sample.
 */
function cmykToRgb({ width, height, data: source }: Pixels, { isAdobe }: { isAdobe: boolean }): Pixels {
  const data = new Uint8Array(width * height * 3);
  const flip = isAdobe ? 255 : 0;
  for (let i = 0; i < width * height; i++) {
    const light = (source[4 * i + 3] ?? 0) ^ flip;
    for (let c = 0; c < 3; c++)
      data[3 * i + c] = Math.floor((((source[4 * i + c] ?? 0) ^ flip) * light) / 255);
  }
  return { width, height, channels: 3, data };
}
