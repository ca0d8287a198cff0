import { create, toBinary } from "@bufbuild/protobuf";
import type { InferenceSession } from "onnxruntime-node";
import { makeNode } from "./make-node.js";
import { type GraphProto, ModelProtoSchema, ValueInfoProtoSchema } from "./onnx_pb.js";
import { openSession } from "./open-session.js";
import type { Model } from "./read-model.js";

export interface TensorInfo {
  readonly name: string;
  /** ONNX Runtime's name of the element type: `float32`, `int64`, … */
  readonly type: string;
  /** A number, or the name of a symbolic dim (empty when unknown); absent when not even the rank is known. */
  readonly dims?: readonly (number | string)[];
}

/**
 * Type and shape of what a model takes and of all that its nodes write, as ONNX Runtime infers them while it loads
 * the model.
 *
 * @param optimization - `basic` also knows shapes that are computed inside the graph from constants.
 * @throws ServiceError `model_unloadable`.
 */
export async function inferTensors(
  model: Model,
  optimization: "disabled" | "basic" = "disabled",
): Promise<ReadonlyMap<string, TensorInfo>> {
  const names = model.graph.node.flatMap(({ output }) => output.filter((name) => name !== ""));
  const infos = await outputInfos(model, { names, optimization });
  const found = new Map<string, TensorInfo>();
  for (const { name, type, shape } of infos) found.set(name, { name, type, dims: shape });
  const doubtful = infos.filter(({ shape }) => shape.length === 0).map(({ name }) => name);
  for (const name of await unranked(model, doubtful, optimization)) {
    const type = found.get(name)?.type ?? "";
    found.set(name, { name, type });
  }
  return found;
}

/**
 * The runtime tells no dims both of scalars and of tensors of unknown rank. The shape of a tensor, as a tensor, has as
 * many elements as the tensor has dims, so that its own shape tells them apart.
 */
async function unranked(model: Model, names: readonly string[], optimization: "disabled" | "basic") {
  if (names.length === 0) return [];
  const probes = new Map(names.map((name) => [`${name}/shape`, name]));
  const node = [
    ...model.graph.node,
    ...[...probes].map(([probe, name]) => makeNode("Shape", "", [name], [probe])),
  ];
  const probed = { ...model, graph: { ...model.graph, node } };
  const infos = await outputInfos(probed, { names: [...probes.keys()], optimization });
  return infos.flatMap(({ name, shape }) => (shape[0] === 0 ? [] : [probes.get(name) ?? ""])).filter(Boolean);
}

type TensorMetadata = Extract<InferenceSession.ValueMetadata, { isTensor: true }>;

/** The runtime tells of inputs and outputs only, so the named tensors become the outputs; it infers their types. */
async function outputInfos(
  model: Model,
  { names, optimization }: { names: readonly string[]; optimization: "disabled" | "basic" },
): Promise<TensorMetadata[]> {
  const output = names.map((name) => create(ValueInfoProtoSchema, { name }));
  const graph: GraphProto = { ...model.graph, output, valueInfo: [] };
  const bytes = toBinary(ModelProtoSchema, { ...model, graph });
  const session = await openSession(bytes, { name: "the model", optimization, threads: 1 });
  const infos = [...session.inputMetadata, ...session.outputMetadata].filter((info) => info.isTensor);
  await session.release();
  return infos;
}
