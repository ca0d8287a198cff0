import type { Raster, Size } from "../pixels.js";

type Resize = (part: Raster, size: Size, out?: Float32Array<ArrayBuffer>) => Float32Array<ArrayBuffer>;

/**
 * Resizes an image whose channels are one, three or four, or each channel of another image by itself.
 * @param out takes the result
 */
export function eachPlane(
  image: Raster,
  size: Size,
  resize: Resize,
  out: Float32Array<ArrayBuffer> = new Float32Array(size.height * size.width * image.channels),
): Float32Array<ArrayBuffer> {
  const { channels, height, width } = image;
  if (channels === 1 || channels === 3 || channels === 4) return resize(image, size, out);
  for (let c = 0; c < channels; c++) {
    const data = Float32Array.from({ length: height * width }, (_, i) => image.data[i * channels + c] ?? 0);
    resize({ height, width, channels: 1, data }, size).forEach((value, i) => {
      out[i * channels + c] = value;
    });
  }
  return out;
}
