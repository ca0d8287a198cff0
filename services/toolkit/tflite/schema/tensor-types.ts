import { elementCount } from "../../tensor/element-count.js";
import type { TensorData, TensorType } from "../graph.js";

interface TypeRow {
  /** Of the schema's enumeration TensorType. */
  readonly code: number;
  /** Of one value; two INT4 share a byte. */
  readonly bits: number;
  /** The bytes as an array of the type, or a copy where they are not aligned for it. */
  readonly view: (bytes: Uint8Array) => TensorData;
}

/** The tensor types that networks for microcontrollers use, as the schema numbers them. */
export const TENSOR_TYPES: Readonly<Record<TensorType, TypeRow>> = {
  FLOAT32: { code: 0, bits: 32, view: viewer(Float32Array) },
  FLOAT16: { code: 1, bits: 16, view: (bytes) => bytes },
  INT32: { code: 2, bits: 32, view: viewer(Int32Array) },
  UINT8: { code: 3, bits: 8, view: (bytes) => bytes },
  INT64: { code: 4, bits: 64, view: viewer(BigInt64Array) },
  BOOL: { code: 6, bits: 8, view: (bytes) => bytes },
  INT16: { code: 7, bits: 16, view: viewer(Int16Array) },
  INT8: { code: 9, bits: 8, view: viewer(Int8Array) },
  FLOAT64: { code: 10, bits: 64, view: viewer(Float64Array) },
  INT4: { code: 17, bits: 4, view: (bytes) => bytes },
};

/** All names of the schema's enumeration TensorType; a type's code is its place. */
export const TENSOR_TYPE_NAMES = [
  "FLOAT32",
  "FLOAT16",
  "INT32",
  "UINT8",
  "INT64",
  "STRING",
  "BOOL",
  "INT16",
  "COMPLEX64",
  "INT8",
  "FLOAT64",
  "COMPLEX128",
  "UINT64",
  "RESOURCE",
  "VARIANT",
  "UINT32",
  "UINT16",
  "INT4",
  "BFLOAT16",
  "INT2",
  "UINT4",
] as const;

/** @returns the bytes that a dense tensor of a type and shape has. */
export function byteSize(type: TensorType, shape: readonly number[]): number {
  const count = elementCount(shape);
  return Math.ceil((count * TENSOR_TYPES[type].bits) / 8);
}

interface ArrayType<T> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

function viewer<T>(ArrayOf: ArrayType<T>): (bytes: Uint8Array) => T {
  return (bytes) => {
    const size = ArrayOf.BYTES_PER_ELEMENT;
    const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
    return new ArrayOf(buffer, byteOffset, bytes.length / size);
  };
}
