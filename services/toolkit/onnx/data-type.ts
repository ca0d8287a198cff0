/** ONNX element types by number and by the names that people read, and the typed array that holds each. */
import { TensorProto_DataType as DataType } from "./onnx_pb.js";

export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** @returns the lower-case name of an element type, `float`, `int8`; `type 99` when unknown. */
export function dataTypeName(type: number): string {
  const entry = Object.entries(DataType).find(([, value]) => value === type);
  return entry === undefined ? `type ${type}` : entry[0].toLowerCase();
}

/** @returns whether the type is one of the 8-bit integers that quantized networks store. */
export function isInt8Type(type: number): boolean {
  return type === DataType.INT8 || type === DataType.UINT8;
}

/** @returns the bits that one element of a type takes in a file, or `undefined` for text and unknown types. */
export function bitsOf(type: number): number | undefined {
  return BITS.get(type);
}

const BITS: ReadonlyMap<number, number> = new Map<number, number>([
  [DataType.FLOAT, 32],
  [DataType.UINT8, 8],
  [DataType.INT8, 8],
  [DataType.UINT16, 16],
  [DataType.INT16, 16],
  [DataType.INT32, 32],
  [DataType.INT64, 64],
  [DataType.BOOL, 8],
  [DataType.FLOAT16, 16],
  [DataType.DOUBLE, 64],
  [DataType.UINT32, 32],
  [DataType.UINT64, 64],
  [DataType.COMPLEX64, 64],
  [DataType.COMPLEX128, 128],
  [DataType.BFLOAT16, 16],
  [DataType.FLOAT8E4M3FN, 8],
  [DataType.FLOAT8E4M3FNUZ, 8],
  [DataType.FLOAT8E5M2, 8],
  [DataType.FLOAT8E5M2FNUZ, 8],
  [DataType.UINT4, 4],
  [DataType.INT4, 4],
]);
