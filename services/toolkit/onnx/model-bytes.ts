import { create, toBinary } from "@bufbuild/protobuf";
import { GraphProtoSchema, ModelProtoSchema, type TensorProto, TensorProtoSchema } from "./onnx_pb.js";
import type { Model } from "./read-model.js";

/** Tags of length-delimited fields: ModelProto.graph, GraphProto.initializer, TensorProto.raw_data. */
const GRAPH = 0x3a;
const INITIALIZER = 0x2a;
const RAW_DATA = 0x4a;

/** Smaller constants are written with the graph. */
const LARGE = 4096;

/**
 * A model as it is in a file, for ONNX Runtime. Large constants are copied once, where the protobuf library would copy
 * them for each message around them: each follows as a graph of its own, and a reader puts the parts together, as
 * protobuf has it for a message that occurs more than once.
 */
export function modelBytes(model: Model): Uint8Array<ArrayBuffer> {
  const isLarge = ({ rawData }: TensorProto) => rawData.length >= LARGE;
  const { initializer } = model.graph;
  const graph = create(GraphProtoSchema, {
    ...model.graph,
    initializer: initializer.filter((tensor) => !isLarge(tensor)),
  });
  const parts: Uint8Array[] = [toBinary(ModelProtoSchema, create(ModelProtoSchema, { ...model, graph }))];
  for (const tensor of initializer.filter(isLarge)) parts.push(headOf(tensor), tensor.rawData);
  return Buffer.concat(parts);
}

/** All of a constant but its data, in the messages around it. */
function headOf(tensor: TensorProto): Uint8Array {
  const { rawData, $typeName: _, ...rest } = tensor;
  const fields = toBinary(TensorProtoSchema, create(TensorProtoSchema, rest));
  const data = [RAW_DATA, ...varint(rawData.length)];
  const length = fields.length + data.length + rawData.length;
  const inner = [INITIALIZER, ...varint(length)];
  return Buffer.concat([
    Buffer.from([GRAPH, ...varint(inner.length + length), ...inner]),
    fields,
    Buffer.from(data),
  ]);
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}
