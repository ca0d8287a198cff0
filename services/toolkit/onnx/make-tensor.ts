import { create } from "@bufbuild/protobuf";
import type { NumericArray } from "./data-type.js";
import { TensorProto_DataType as DataType, type TensorProto, TensorProtoSchema } from "./onnx_pb.js";

/**
 * An initializer whose element type is that of the array (Uint8Array gives uint8, BigInt64Array int64, …), stored as
 * raw little-endian bytes that share the array's memory.
 */
export function makeTensor(name: string, dims: readonly number[], data: NumericArray): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: dims.map(BigInt),
    dataType: typeOf(data),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

function typeOf(data: NumericArray): number {
  if (data instanceof Float32Array) return DataType.FLOAT;
  if (data instanceof Float64Array) return DataType.DOUBLE;
  if (data instanceof Int8Array) return DataType.INT8;
  if (data instanceof Uint8Array) return DataType.UINT8;
  if (data instanceof Int16Array) return DataType.INT16;
  if (data instanceof Uint16Array) return DataType.UINT16;
  if (data instanceof Int32Array) return DataType.INT32;
  if (data instanceof Uint32Array) return DataType.UINT32;
  if (data instanceof BigInt64Array) return DataType.INT64;
  return DataType.UINT64;
}
