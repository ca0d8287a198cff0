/** The types that LiteRT's public interface passes, and how those that it does not are carried in them. */
import type { Tensor, TensorData, TensorType } from "../graph.js";

export type WireData = Float32Array | Int32Array | Uint8Array<ArrayBuffer>;

/** How the values of a tensor travel between this program and LiteRT. */
export interface Wire {
  readonly type: "FLOAT32" | "INT32" | "UINT8";
  /** What turns one type into the other within the network; none where they are the same. */
  readonly operator?: "QUANTIZE" | "CAST";
  readonly encode: (values: TensorData) => WireData;
  readonly decode: (values: WireData) => TensorData;
}

/** Between int8 and uint8 of the same scale, in zero points and in values. */
export const UINT8_SHIFT = 128;
const FOUR_SHIFTS = 0x80808080;

const FLOATS: Wire = { type: "FLOAT32", encode: floats, decode: same };
const INTEGERS: Wire = { type: "INT32", encode: integers, decode: same };
const BYTES: Wire = { type: "UINT8", encode: bytes, decode: same };
const SHIFTED_BYTES: Wire = {
  type: "UINT8",
  operator: "QUANTIZE",
  encode: (values) => flipped(values, new Uint8Array(values.length)),
  decode: (values) => flipped(values, new Int8Array(values.length)),
};
const CAST_INTEGERS = { ...INTEGERS, operator: "CAST" } as const;
const CAST_FLOATS: Wire = { ...FLOATS, operator: "CAST" };

const WIRES: Readonly<Record<TensorType, Wire | undefined>> = {
  FLOAT32: FLOATS,
  FLOAT16: CAST_FLOATS,
  FLOAT64: CAST_FLOATS,
  UINT8: BYTES,
  INT8: { ...CAST_INTEGERS, decode: (values) => Int8Array.from(values) },
  INT16: { ...CAST_INTEGERS, decode: (values) => Int16Array.from(values) },
  INT32: INTEGERS,
  INT64: { ...CAST_INTEGERS, decode: (values) => BigInt64Array.from(values, BigInt) },
  BOOL: { ...CAST_INTEGERS, decode: (values) => Uint8Array.from(values) },
  INT4: undefined,
};

/** @returns how a tensor's values travel; undefined where there is no way. */
export function wireOf({ type, quantization }: Tensor): Wire | undefined {
  return type === "INT8" && quantization?.scale.length === 1 ? SHIFTED_BYTES : WIRES[type];
}

function same(values: WireData): TensorData {
  return values;
}

function floats(values: TensorData): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(numbers(values));
}

function integers(values: TensorData): Int32Array {
  return values instanceof Int32Array ? values : Int32Array.from(numbers(values));
}

function bytes(values: TensorData): Uint8Array<ArrayBuffer> {
  if (!(values instanceof Uint8Array)) return Uint8Array.from(numbers(values));
  return isUnshared(values) ? values : new Uint8Array(values);
}

function isUnshared(values: Uint8Array): values is Uint8Array<ArrayBuffer> {
  return values.buffer instanceof ArrayBuffer;
}

function numbers(values: TensorData | WireData): Iterable<number> & ArrayLike<number> {
  return values instanceof BigInt64Array ? Array.from(values, Number) : values;
}

/** Adding or taking 128 flips the highest bit, whichever way the byte is read. @param into new memory of that length */
function flipped<T extends Int8Array | Uint8Array<ArrayBuffer>>(values: TensorData | WireData, into: T): T {
  into.set(numbers(values));
  const words = new Uint32Array(into.buffer, 0, into.length >> 2);
  for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) ^ FOUR_SHIFTS;
  for (let i = words.byteLength; i < into.length; i++) into[i] = (into[i] ?? 0) ^ UINT8_SHIFT;
  return into;
}
