import { openWorkspace, SLACK } from "../../vector/workspace.js";
import type { Raster, Size } from "../pixels.js";
import { COLOUR_GROUP, GREY_GROUP } from "./kernels/across.js";
import { BLOCK } from "./kernels/down.js";
import { resizeKernels } from "./kernels/kernels.js";
import type { Taps } from "./taps.js";

const FLOAT = 4;

/** The weights of both axes. */
export interface TapGrid {
  readonly rows: Taps;
  readonly columns: Taps;
}

/**
 * Weighted sums along the rows, then down the columns, in float32. No more filtered rows are held than one target row
 * is made of.
 * @param image of one, three or four channels
 * @param out takes the result
 * @returns size.height × size.width × channels values in HWC order
 */
export function separable(
  image: Raster,
  size: Size,
  { rows, columns }: TapGrid,
  out: Float32Array<ArrayBuffer> = new Float32Array(size.height * size.width * image.channels),
): Float32Array<ArrayBuffer> {
  const { data, width, channels } = image;
  const isGrey = channels === 1;
  const sample = data.BYTES_PER_ELEMENT;
  const source = asBytes(data);
  const sourceRow = width * channels * sample;
  const targetRow = size.width * channels;
  const targetBytes = targetRow * FLOAT;
  const ringRow = Math.ceil((targetBytes + SLACK) / BLOCK) * BLOCK;
  const across = inGroups(columns, isGrey ? GREY_GROUP : COLOUR_GROUP);
  const kernels = resizeKernels();
  const { addresses, bytes, ints, floats } = openWorkspace(kernels.memory, [
    sourceRow,
    ringRow * rows.count,
    ringRow,
    across.starts.byteLength,
    across.weights.byteLength,
    rows.weights.byteLength,
    rows.count * FLOAT,
  ]);
  const [from = 0, ring = 0, to = 0, starts = 0, weights = 0, rowWeights = 0, table = 0] = addresses;
  // Weights of zero reach past the row: what they meet there must be a number.
  bytes.fill(0, from + sourceRow, from + sourceRow + SLACK);
  ints.set(
    across.starts.map((start) => start * channels * sample),
    starts / FLOAT,
  );
  floats.set(across.weights, weights / FLOAT);
  floats.set(rows.weights, rowWeights / FLOAT);
  const [ofBytes, ofFloats] = isGrey
    ? [kernels.acrossGreyBytes, kernels.acrossGreyFloats]
    : [kernels.acrossBytes, kernels.acrossFloats];
  const filterRow = sample === 1 ? ofBytes : ofFloats;
  const span = across.count * FLOAT;
  const sourceStep = (isGrey ? 4 : channels) * sample;
  let next = 0;
  for (let y = 0; y < size.height; y++) {
    const first = rows.starts[y] ?? 0;
    const end = first + rows.count;
    for (next = Math.max(next, first); next < end; next++) {
      bytes.set(source.subarray(next * sourceRow, (next + 1) * sourceRow), from);
      const slot = ring + (next % rows.count) * ringRow;
      filterRow(from, starts, weights, span, slot, slot + targetBytes, channels * FLOAT, sourceStep);
    }
    for (let row = first; row < end; row++)
      ints[table / FLOAT + row - first] = ring + (row % rows.count) * ringRow;
    const weight = rowWeights + y * rows.count * FLOAT;
    kernels.down(table, weight, weight + rows.count * FLOAT, to, targetBytes);
    out.set(floats.subarray(to / FLOAT, to / FLOAT + targetRow), y * targetRow);
  }
  return out;
}

/** The same sums with weights of zero added, so that their number is a multiple of `group`. */
function inGroups({ count, starts, weights }: Taps, group: number): Taps {
  const wide = Math.ceil(count / group) * group;
  if (wide === count) return { count, starts, weights };
  const padded = new Float32Array(starts.length * wide);
  for (let i = 0; i < starts.length; i++) padded.set(weights.subarray(i * count, (i + 1) * count), i * wide);
  return { count: wide, starts, weights: padded };
}

/** @returns the same memory, byte by byte. */
export function asBytes(data: Uint8Array | Float32Array): Uint8Array {
  return data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
