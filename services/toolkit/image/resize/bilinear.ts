import { openWorkspace } from "../../vector/workspace.js";
import type { Raster, Size } from "../pixels.js";
import { resizeKernels } from "./kernels/kernels.js";
import { asBytes } from "./separable.js";

const f32 = Math.fround;
const FLOAT = 4;

/** Between which source lines a target line falls, and how far along. */
interface Places {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly fraction: Float32Array;
}

/**
 * Bilinear, half-pixel centres, no antialiasing: bit for bit TensorFlow's `ResizeBilinear` kernel, which works in
 * float32 throughout (source: tensorflow/core/kernels/image/resize_bilinear_op.cc).
 * @param image of one, three or four channels
 * @param out takes the result
 * @returns size.height × size.width × channels values in HWC order
 */
export function bilinear(
  { data, height, width, channels }: Raster,
  size: Size,
  out: Float32Array<ArrayBuffer> = new Float32Array(size.height * size.width * channels),
): Float32Array<ArrayBuffer> {
  const sample = data.BYTES_PER_ELEMENT;
  const source = asBytes(data);
  const sourceRow = width * channels * sample;
  const targetRow = size.width * channels;
  const rows = places(height, size.height);
  const columns = places(width, size.width);
  const kernels = resizeKernels();
  const { addresses, bytes, ints, floats } = openWorkspace(kernels.memory, [
    sourceRow,
    sourceRow,
    targetRow * FLOAT,
    size.width * 2 * FLOAT,
    size.width * FLOAT,
  ]);
  const [even = 0, odd = 0, to = 0, neighbours = 0, fractions = 0] = addresses;
  for (let x = 0; x < size.width; x++) {
    ints[neighbours / FLOAT + 2 * x] = (columns.low[x] ?? 0) * channels * sample;
    ints[neighbours / FLOAT + 2 * x + 1] = (columns.high[x] ?? 0) * channels * sample;
  }
  floats.set(columns.fraction, fractions / FLOAT);
  const [ofBytes, ofFloats] =
    channels === 1
      ? [kernels.betweenGreyBytes, kernels.betweenGreyFloats]
      : [kernels.betweenBytes, kernels.betweenFloats];
  const between = sample === 1 ? ofBytes : ofFloats;
  const held = [-1, -1];
  for (let y = 0; y < size.height; y++) {
    const top = hold(rows.low[y] ?? 0);
    const bottom = hold(rows.high[y] ?? 0);
    const down = rows.fraction[y] ?? 0;
    between(top, bottom, neighbours, fractions, down, to, to + targetRow * FLOAT, channels * FLOAT);
    out.set(floats.subarray(to / FLOAT, to / FLOAT + targetRow), y * targetRow);
  }
  return out;

  /** Neighbouring rows differ in parity: neither displaces the other. */
  function hold(row: number): number {
    const parity = row & 1;
    const address = parity === 0 ? even : odd;
    if (held[parity] !== row) bytes.set(source.subarray(row * sourceRow, (row + 1) * sourceRow), address);
    held[parity] = row;
    return address;
  }
}

function places(from: number, to: number): Places {
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const fraction = new Float32Array(to);
  const scale = f32(f32(from) / f32(to));
  for (let i = 0; i < to; i++) {
    const place = f32(f32(f32(i + 0.5) * scale) - 0.5);
    const floor = Math.floor(place);
    low[i] = Math.max(floor, 0);
    high[i] = Math.min(Math.ceil(place), from - 1);
    fraction[i] = f32(place - floor);
  }
  return { low, high, fraction };
}
