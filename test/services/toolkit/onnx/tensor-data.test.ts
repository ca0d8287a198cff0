import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeTensor } from "../../../../services/toolkit/onnx/make-tensor.js";
import {
  TensorProto_DataType as DataType,
  TensorProtoSchema,
} from "../../../../services/toolkit/onnx/onnx_pb.js";
import { tensorData } from "../../../../services/toolkit/onnx/tensor-data.js";

test("values survive being stored and read, whatever their alignment", () => {
  const arrays = fc.oneof(
    fc.float32Array(),
    fc.float64Array(),
    fc.int8Array(),
    fc.uint8Array(),
    fc.int16Array(),
    fc.uint16Array(),
    fc.int32Array(),
    fc.uint32Array(),
    fc.bigInt64Array(),
    fc.bigUint64Array(),
  );
  fc.assert(
    fc.property(arrays, fc.boolean(), (values, shift) => {
      const tensor = makeTensor("t", [values.length], values);
      if (shift) tensor.rawData = Uint8Array.of(0, ...tensor.rawData).subarray(1);
      expect(tensorData(tensor)).toEqual(values);
    }),
  );
});

test.each([
  ["float", DataType.FLOAT, { floatData: [1, -2] }, Float32Array.of(1, -2)],
  ["double", DataType.DOUBLE, { doubleData: [1, -2] }, Float64Array.of(1, -2)],
  ["int8", DataType.INT8, { int32Data: [1, -2] }, Int8Array.of(1, -2)],
  ["uint8", DataType.UINT8, { int32Data: [1, 254] }, Uint8Array.of(1, 254)],
  ["int64", DataType.INT64, { int64Data: [1n, -2n] }, BigInt64Array.of(1n, -2n)],
  ["uint32", DataType.UINT32, { uint64Data: [1n, 4294967295n] }, Uint32Array.of(1, 4294967295)],
  ["float16", DataType.FLOAT16, { int32Data: [0x3c00, 0xc000] }, Float32Array.of(1, -2)],
  ["bfloat16", DataType.BFLOAT16, { int32Data: [0x3f80, 0xc000] }, Float32Array.of(1, -2)],
])("%s values are read from their typed field", (_, dataType, fields, values) => {
  expect(tensorData(create(TensorProtoSchema, { dims: [2n], dataType, ...fields }))).toEqual(values);
});

test("float16 covers subnormal, infinite and undefined values", () => {
  const rawData = new Uint8Array(Uint16Array.of(0x0001, 0x7c00, 0xfc00, 0x7e00).buffer);
  const tensor = create(TensorProtoSchema, { dims: [4n], dataType: DataType.FLOAT16, rawData });
  expect([...tensorData(tensor)]).toEqual([
    2 ** -24,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ]);
});

test("4-bit values are unpacked, the low half of a byte first", () => {
  const rawData = Uint8Array.of(0x8f, 0x07);
  const tensor = (dataType: number) => create(TensorProtoSchema, { dims: [3n], dataType, rawData });
  expect(tensorData(tensor(DataType.INT4))).toEqual(Int8Array.of(-1, -8, 7));
  expect(tensorData(tensor(DataType.UINT4))).toEqual(Uint8Array.of(15, 8, 7));
});

test("a number of values that does not fit the shape is refused", () => {
  const tensor = makeTensor("w", [2, 3], new Float32Array(5));
  expect(() => tensorData(tensor)).toThrow("Tensor 'w' has 5 values where its shape [2, 3] needs 6");
});

test("text is refused by name", () => {
  const tensor = create(TensorProtoSchema, { name: "labels", dims: [0n], dataType: DataType.STRING });
  expect(() => tensorData(tensor)).toThrow("Tensor 'labels' holds string values");
});
