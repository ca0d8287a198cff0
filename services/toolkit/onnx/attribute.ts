/** Attributes of a node by name, with the default of the operator's definition where the node has none. */
import { create } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type NodeProto,
  AttributeProto_AttributeType as Type,
} from "./onnx_pb.js";

export function findAttribute(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute.find((attribute) => attribute.name === name);
}

export function intAttribute(node: NodeProto, name: string, absent: number): number {
  const attribute = findAttribute(node, name);
  return attribute === undefined ? absent : Number(attribute.i);
}

export function intsAttribute(node: NodeProto, name: string): number[] | undefined {
  return findAttribute(node, name)?.ints.map(Number);
}

export function floatAttribute(node: NodeProto, name: string, absent: number): number {
  return findAttribute(node, name)?.f ?? absent;
}

export function stringAttribute(node: NodeProto, name: string, absent: string): string {
  const bytes = findAttribute(node, name)?.s;
  return bytes === undefined ? absent : new TextDecoder().decode(bytes);
}

export function makeInt(name: string, value: number): AttributeProto {
  return create(AttributeProtoSchema, { name, type: Type.INT, i: BigInt(value) });
}

export function makeString(name: string, value: string): AttributeProto {
  return create(AttributeProtoSchema, { name, type: Type.STRING, s: new TextEncoder().encode(value) });
}
