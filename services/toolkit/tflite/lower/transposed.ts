/** A matrix of `rows` × `columns` values, row-major, with rows and columns exchanged. */
export function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows);
    for (let column = 0; column < columns; column++) {
      for (let row = start; row < end; row++) result[column * rows + row] = data[row * columns + column] ?? 0;
    }
  }
  return result;
}

/** Rows that are read together, so that the lines of both arrays stay in the cache. */
const BLOCK = 32;

/** [a, b, c] row-major values as [b, a, c]. */
export function exchanged(data: Float32Array, [a, b, c]: readonly [number, number, number]): Float32Array {
  const result = new Float32Array(data.length);
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      const from = (i * b + j) * c;
      result.set(data.subarray(from, from + c), (j * a + i) * c);
    }
  }
  return result;
}
