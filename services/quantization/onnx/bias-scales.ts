import { elementCount } from "../../toolkit/tensor/element-count.js";

/**
 * The scales of a bias: input scale × weight scale, in float32, one for all or one per element.
 *
 * @returns `undefined` when the weight has a scale per channel and the bias does not run along the channels: it then
 * has to stay float.
 */
export function biasScales(
  inputScale: number,
  weightScales: Float32Array,
  dims: readonly number[],
): Float32Array<ArrayBuffer> | undefined {
  const products = Float32Array.from(weightScales, (scale) => inputScale * scale);
  const elements = elementCount(dims);
  if (products.length === 1) return products;
  const alongChannels = dims.at(-1) === elements && elements > 0 && elements % products.length === 0;
  if (!alongChannels) return undefined;
  // A grouped transposed convolution has one weight scale for the same channel of all groups.
  return Float32Array.from({ length: elements }, (_, i) => products[i % products.length] ?? 1);
}
