import { clone } from "@bufbuild/protobuf";
import { inferTensors } from "./infer-tensors.js";
import { type GraphProto, ModelProtoSchema } from "./onnx_pb.js";
import type { Model } from "./read-model.js";

/** Tensor name → its dims. Inputs, initializers and all that nodes write. */
export type Shapes = Map<string, readonly number[]>;

/**
 * The static shape of every tensor of a graph, with a batch of one where the batch is symbolic. A tensor whose shape
 * depends on data or on another symbolic dim is left out.
 *
 * @throws ServiceError `model_unloadable`.
 */
export async function shapes(model: Model): Promise<Shapes> {
  const graph = clone(ModelProtoSchema, model).graph ?? model.graph;
  fixBatch(graph);
  const single = { ...model, graph };
  const found: Shapes = new Map();
  for (const { name, dims } of graph.initializer) found.set(name, dims.map(Number));
  await addStatic(found, single, "disabled");
  const complete = graph.node.every(({ output }) => output.every((name) => name === "" || found.has(name)));
  if (!complete) await addStatic(found, single, "basic");
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

async function addStatic(found: Shapes, model: Model, optimization: "disabled" | "basic"): Promise<void> {
  for (const { name, dims = UNKNOWN } of (await inferTensors(model, optimization)).values()) {
    const known = dims.flatMap((dim) => (typeof dim === "number" ? [dim] : []));
    if (known.length === dims.length && !found.has(name)) found.set(name, known);
  }
}

const UNKNOWN = [""] as const;
