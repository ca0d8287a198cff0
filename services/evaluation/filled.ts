/** @returns the values with zeros up to a length: what fills the places of the images that a last batch lacks. */
export function filled(data: Float32Array, length: number): Float32Array {
  if (data.length === length) return data;
  const values = new Float32Array(length);
  values.set(data);
  return values;
}
