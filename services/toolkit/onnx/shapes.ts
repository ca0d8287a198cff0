import { clone, create, toBinary } from "@bufbuild/protobuf";
import { type GraphProto, ModelProtoSchema, type ValueInfoProto, ValueInfoProtoSchema } from "./onnx_pb.js";
import { openSession } from "./open-session.js";
import type { Model } from "./read-model.js";

/** Tensor name → its dims. Inputs, initializers and all that nodes write. */
export type Shapes = Map<string, readonly number[]>;

/**
 * The static shape of every tensor of a graph, with a batch of one where the batch is symbolic. ONNX Runtime infers
 * them while it loads the model; a tensor whose shape depends on data or on another symbolic dim is left out.
 *
 * @throws ServiceError `model_unloadable`.
 */
export async function shapes(model: Model): Promise<Shapes> {
  const single = clone(ModelProtoSchema, model);
  const { graph = model.graph } = single;
  const found: Shapes = new Map();
  fixBatch(graph);
  for (const { name, dims } of graph.initializer) found.set(name, dims.map(Number));
  for (const info of graph.input) {
    const dims = staticDims(info);
    if (dims !== undefined) found.set(info.name, dims);
  }
  const names = graph.node.flatMap(({ output }) => output.filter((name) => name !== ""));
  // The runtime tells the shapes of outputs only, so every tensor becomes one; it infers their types.
  graph.output = names.map((name) => create(ValueInfoProtoSchema, { name }));
  const bytes = toBinary(ModelProtoSchema, single);
  await addOutputShapes(found, bytes, "disabled");
  // Shapes that are computed inside the graph become known when the optimizer folds constants.
  if (names.some((name) => !found.has(name))) await addOutputShapes(found, bytes, "basic");
  return found;
}

/** Sets a symbolic first dim of each input to 1 and forgets what the file says of the tensors computed from them. */
function fixBatch(graph: GraphProto): void {
  graph.valueInfo = [];
  for (const { type } of graph.input) {
    if (type?.value.case !== "tensorType") continue;
    const first = type.value.value.shape?.dim[0];
    if (first !== undefined && first.value.case !== "dimValue") first.value = { case: "dimValue", value: 1n };
  }
}

async function addOutputShapes(
  found: Shapes,
  bytes: Uint8Array,
  optimization: "disabled" | "basic",
): Promise<void> {
  const session = await openSession(bytes, { name: "the model", optimization, threads: 1 });
  for (const output of session.outputMetadata) {
    if (!output.isTensor || found.has(output.name)) continue;
    const dims = output.shape.flatMap((dim) => (typeof dim === "number" ? [dim] : []));
    if (dims.length === output.shape.length) found.set(output.name, dims);
  }
  await session.release();
}

/** @returns the declared dims of a tensor, `undefined` when one of them is not a number. */
export function staticDims({ type }: ValueInfoProto): number[] | undefined {
  if (type?.value.case !== "tensorType") return undefined;
  const dims = type.value.value.shape?.dim.map(({ value }) =>
    value.case === "dimValue" ? Number(value.value) : Number.NaN,
  );
  return dims?.some(Number.isNaN) ? undefined : dims;
}
