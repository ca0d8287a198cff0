import { create } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Type,
} from "../../../../services/toolkit/onnx/onnx_pb.js";

export function makeInts(name: string, values: readonly number[]): AttributeProto {
  return create(AttributeProtoSchema, { name, type: Type.INTS, ints: values.map(BigInt) });
}

export function makeFloat(name: string, value: number): AttributeProto {
  return create(AttributeProtoSchema, { name, type: Type.FLOAT, f: value });
}

export function makeFloats(name: string, values: readonly number[]): AttributeProto {
  return create(AttributeProtoSchema, { name, type: Type.FLOATS, floats: [...values] });
}
