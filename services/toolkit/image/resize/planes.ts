import type { Raster, Size } from "../pixels.js";

/** Resizes an image whose channels are one, three or four, or each channel of another image by itself. */
export function eachPlane(
  image: Raster,
  size: Size,
  resize: (part: Raster, size: Size) => Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const { channels, height, width } = image;
  if (channels === 1 || channels === 3 || channels === 4) return resize(image, size);
  const out = new Float32Array(size.height * size.width * channels);
  for (let c = 0; c < channels; c++) {
    const data = Float32Array.from({ length: height * width }, (_, i) => image.data[i * channels + c] ?? 0);
    resize({ height, width, channels: 1, data }, size).forEach((value, i) => {
      out[i * channels + c] = value;
    });
  }
  return out;
}
