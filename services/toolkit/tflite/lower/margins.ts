import type { LayerReader } from "./layer-reader.js";

/** How much is added to, or cut from, the begin and the end of an axis. */
export type Margin = readonly [begin: number, end: number];

/**
 * A setting such as Keras's `padding` and `cropping`: for each of the axes a pair, or one number for both ends; one
 * number alone stands for every end, and for one axis alone the pair itself does.
 */
export function marginsOf(layer: LayerReader, key: string, axes: number): readonly Margin[] {
  const value = layer.value(key) ?? 1;
  const all = Array.from({ length: axes }, (_, axis): unknown => {
    if (!Array.isArray(value)) return value;
    return axes === 1 && value.length === 2 ? value : value[axis];
  });
  return all.map((one) => {
    const [begin, end, ...more]: unknown[] = Array.isArray(one) ? one : [one, one];
    if (isAmount(begin) && isAmount(end) && more.length === 0) return [begin, end];
    throw layer.unsupported(`has ${key}: ${JSON.stringify(value)}, where ${axes} pairs are supported`);
  });
}

function isAmount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}
