import { create } from "@bufbuild/protobuf";
import { makeInt, makeString } from "../../onnx/attribute.js";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Type,
} from "../../onnx/onnx_pb.js";

/** Attributes of a node by name; a number is an integer unless it is wrapped by `float`. */
export type Attributes = Readonly<Record<string, number | string | readonly number[] | Float>>;

interface Float {
  readonly float: number;
}

export function float(value: number): Float {
  return { float: value };
}

/** @returns the attributes as ONNX stores them. */
export function attributes(values: Attributes): AttributeProto[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === "number") return makeInt(name, value);
    if (typeof value === "string") return makeString(name, value);
    if ("float" in value) return create(AttributeProtoSchema, { name, type: Type.FLOAT, f: value.float });
    return create(AttributeProtoSchema, { name, type: Type.INTS, ints: value.map(BigInt) });
  });
}
