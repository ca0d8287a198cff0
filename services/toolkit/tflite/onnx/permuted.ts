/**
 * Transposes a tensor.
 *
 * @param shape - sizes of the axes of `data`, which is row-major.
 * @param order - for each axis of the result, the axis of `data` that it is.
 * @returns the values in the new order; `data` itself where the order in memory stays the same, as it does when only
 * axes of size 1 move.
 */
export function permuted(
  data: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  const strides = stridesOf(shape);
  const moving = order.filter((axis) => shape[axis] !== 1);
  if (moving.every((axis, place) => place === 0 || axis > (moving[place - 1] ?? 0))) return data;
  const sizes = moving.map((axis) => shape[axis] ?? 1);
  const steps = moving.map((axis) => strides[axis] ?? 1);
  const result = new Float32Array(data.length);
  const last = sizes.length - 1;
  const run = sizes[last] ?? 1;
  const step = steps[last] ?? 1;
  const index = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to += run) {
    for (let i = 0; i < run; i++) result[to + i] = data[from + i * step] ?? 0;
    for (let axis = last - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      from += steps[axis] ?? 0;
      index[axis] = next;
      if (next < (sizes[axis] ?? 1)) break;
      from -= next * (steps[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return result;
}

function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}
