import type { Pixels } from "../pixels.js";

/** Grey, grey with alpha, RGB, RGBA. */
export type ChannelCount = 1 | 2 | 3 | 4;

const OPAQUE = 255;

/**
 * Changes the channels as TensorFlow's PNG decoder does: grey repeated as red, green and blue, colours made grey by
 * libpng's integer weights, alpha dropped without blending, an opaque one added.
 */
export function toChannels(image: Pixels, channels: ChannelCount): Pixels {
  if (image.channels === channels) return image;
  const { width, height, data: source, channels: step } = image;
  const data = new Uint8Array(width * height * channels);
  const isGrey = step < 3;
  const hasAlpha = step === 2 || step === 4;
  const colourPlanes = channels < 3 ? 1 : 3;
  for (let from = 0, to = 0; to < data.length; from += step, to += channels) {
    const red = source[from] ?? 0;
    const green = isGrey ? red : (source[from + 1] ?? 0);
    const blue = isGrey ? red : (source[from + 2] ?? 0);
    if (colourPlanes === 1) data[to] = grey(red, green, blue);
    else {
      data[to] = red;
      data[to + 1] = green;
      data[to + 2] = blue;
    }
    if (channels > colourPlanes) data[to + colourPlanes] = hasAlpha ? (source[from + step - 1] ?? 0) : OPAQUE;
  }
  return { width, height, channels, data };
}

/** libpng's grey of an 8-bit colour, rounded down; that of a grey is itself. */
function grey(red: number, green: number, blue: number): number {
  return (9797 * red + 19234 * green + 3737 * blue) >> 15;
}
