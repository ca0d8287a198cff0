import { ServiceError } from "../service/error.js";
import { elementCount } from "../tensor/element-count.js";
import { dataTypeName, type NumericArray } from "./data-type.js";
import { TensorProto_DataType as DataType, type TensorProto } from "./onnx_pb.js";

/**
 * The values of an initializer, from `raw_data` or from the typed field, row-major.
 *
 * @returns a typed array of the element type; float16 and bfloat16 are widened to Float32Array, bool comes as
 * Uint8Array of 0 and 1, int4 and uint4 are unpacked to one element a byte. Aligned raw data is not copied.
 * @throws ServiceError `onnx_tensor` for text, complex and float8 tensors, and when the number of values is not
 * the product of the dims.
 */
export function tensorData(tensor: TensorProto): NumericArray {
  const data = tensor.rawData.length > 0 ? fromRaw(tensor) : fromTypedField(tensor);
  const expected = countOf(tensor);
  if (data.length !== expected)
    throw new ServiceError(
      "onnx_tensor",
      `Tensor '${tensor.name}' has ${data.length} values where its shape [${tensor.dims.join(", ")}] needs ${expected}.`,
    );
  return data;
}

function fromRaw(tensor: TensorProto): NumericArray {
  const raw = tensor.rawData;
  const view = <T>(
    make: new (buffer: ArrayBufferLike, offset: number, length: number) => T,
    size: number,
  ) => {
    const aligned = raw.byteOffset % size === 0 ? raw : new Uint8Array(raw);
    return new make(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / size));
  };
  switch (tensor.dataType) {
    case DataType.FLOAT:
      return view(Float32Array, 4);
    case DataType.DOUBLE:
      return view(Float64Array, 8);
    case DataType.INT8:
      return view(Int8Array, 1);
    case DataType.UINT8:
    case DataType.BOOL:
      return view(Uint8Array, 1);
    case DataType.INT16:
      return view(Int16Array, 2);
    case DataType.UINT16:
      return view(Uint16Array, 2);
    case DataType.INT32:
      return view(Int32Array, 4);
    case DataType.UINT32:
      return view(Uint32Array, 4);
    case DataType.INT64:
      return view(BigInt64Array, 8);
    case DataType.UINT64:
      return view(BigUint64Array, 8);
    case DataType.FLOAT16:
      return Float32Array.from(view(Uint16Array, 2), float16);
    case DataType.BFLOAT16:
      return bfloat16(view(Uint16Array, 2));
    case DataType.INT4:
      return nibbles(raw, countOf(tensor), 28);
    case DataType.UINT4:
      return nibbles(raw, countOf(tensor));
    default:
      throw unreadable(tensor);
  }
}

function fromTypedField(tensor: TensorProto): NumericArray {
  switch (tensor.dataType) {
    case DataType.FLOAT:
      return Float32Array.from(tensor.floatData);
    case DataType.DOUBLE:
      return Float64Array.from(tensor.doubleData);
    case DataType.INT8:
      return Int8Array.from(tensor.int32Data);
    case DataType.UINT8:
    case DataType.BOOL:
      return Uint8Array.from(tensor.int32Data);
    case DataType.INT16:
      return Int16Array.from(tensor.int32Data);
    case DataType.UINT16:
      return Uint16Array.from(tensor.int32Data);
    case DataType.INT32:
      return Int32Array.from(tensor.int32Data);
    case DataType.UINT32:
      return Uint32Array.from(tensor.uint64Data, Number);
    case DataType.INT64:
      return BigInt64Array.from(tensor.int64Data);
    case DataType.UINT64:
      return BigUint64Array.from(tensor.uint64Data);
    case DataType.FLOAT16:
      return Float32Array.from(tensor.int32Data, float16);
    case DataType.BFLOAT16:
      return bfloat16(Uint16Array.from(tensor.int32Data));
    case DataType.INT4:
      return nibbles(Uint8Array.from(tensor.int32Data), countOf(tensor), 28);
    case DataType.UINT4:
      return nibbles(Uint8Array.from(tensor.int32Data), countOf(tensor));
    default:
      throw unreadable(tensor);
  }
}

function countOf({ dims }: TensorProto): number {
  return elementCount(dims.map(Number));
}

/** Two elements a byte, the low half first. `signShift` is the distance of the sign bit from bit 31, if there is one. */
function nibbles(bytes: Uint8Array, count: number, signShift?: number): Int8Array | Uint8Array {
  const half = (index: number) => ((bytes[index >> 1] ?? 0) >> ((index & 1) * 4)) & 15;
  const indices = { length: Math.min(count, bytes.length * 2) };
  if (signShift === undefined) return Uint8Array.from(indices, (_, index) => half(index));
  return Int8Array.from(indices, (_, index) => (half(index) << signShift) >> signShift);
}

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function bfloat16(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (value) => value << 16).buffer);
}

function unreadable(tensor: TensorProto): ServiceError {
  return new ServiceError(
    "onnx_tensor",
    `Tensor '${tensor.name}' holds ${dataTypeName(tensor.dataType)} values, which are not supported here.`,
  );
}
