import { clone, create, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema, ValueInfoProtoSchema } from "./onnx_pb.js";
import { openSession } from "./open-session.js";
import type { Model } from "./read-model.js";

export interface TensorInfo {
  readonly name: string;
  /** ONNX Runtime's name of the element type: `float32`, `int64`, … */
  readonly type: string;
  /** A number, or the name of a symbolic dim (empty when unknown). */
  readonly dims: readonly (number | string)[];
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
  const exposed = clone(ModelProtoSchema, model);
  const names = model.graph.node.flatMap(({ output }) => output.filter((name) => name !== ""));
  // The runtime tells of inputs and outputs only, so every tensor becomes an output; it infers their types.
  if (exposed.graph !== undefined)
    exposed.graph.output = names.map((name) => create(ValueInfoProtoSchema, { name }));
  const bytes = toBinary(ModelProtoSchema, exposed);
  const session = await openSession(bytes, { name: "the model", optimization, threads: 1 });
  const found = new Map<string, TensorInfo>();
  for (const info of [...session.inputMetadata, ...session.outputMetadata])
    if (info.isTensor) found.set(info.name, { name: info.name, type: info.type, dims: info.shape });
  await session.release();
  return found;
}
