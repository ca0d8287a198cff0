import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clone, create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  TensorShapeProto_DimensionSchema as DimensionSchema,
  type GraphProto,
  ModelProtoSchema,
  type ValueInfoProto,
} from "./onnx_pb.js";
import { openSession } from "./open-session.js";
import type { Model } from "./read-model.js";

/** Tensor name → its dims. Inputs, outputs, initializers and all that nodes write. */
export type Shapes = Map<string, readonly number[]>;

/**
 * The static shape of every tensor of a graph, with a batch of one where the batch is symbolic. ONNX Runtime infers
 * them while it loads the model; a tensor whose shape depends on data or on another symbolic dim is left out.
 *
 * @throws ServiceError `model_unloadable`.
 */
export async function shapes(model: Model): Promise<Shapes> {
  const single = clone(ModelProtoSchema, model);
  if (single.graph !== undefined) fixBatch(single.graph);
  const bytes = toBinary(ModelProtoSchema, single);
  const found = await inferred(bytes, "disabled");
  const complete = model.graph.node.every((node) => node.output.every((name) => !name || found.has(name)));
  if (complete) return found;
  // Shapes that are computed in the graph become known when the optimizer folds constants.
  for (const [name, dims] of await inferred(bytes, "basic")) if (!found.has(name)) found.set(name, dims);
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
  for (const { type } of graph.output) {
    if (type?.value.case !== "tensorType" || type.value.value.shape === undefined) continue;
    const { shape } = type.value.value;
    shape.dim = shape.dim.map((dim) => (dim.value.case === "dimValue" ? dim : create(DimensionSchema)));
  }
}

async function inferred(bytes: Uint8Array, optimization: "disabled" | "basic"): Promise<Shapes> {
  const folder = mkdtempSync(join(tmpdir(), "onnx-shapes-"));
  try {
    const saveTo = join(folder, "model.onnx");
    const session = await openSession(bytes, { name: "the model", optimization, saveTo, threads: 1 });
    await session.release();
    const { graph } = fromBinary(ModelProtoSchema, readFileSync(saveTo));
    return graph === undefined ? new Map() : declared(graph);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function declared(graph: GraphProto): Shapes {
  const found: Shapes = new Map();
  for (const { name, dims } of graph.initializer) found.set(name, dims.map(Number));
  for (const info of [...graph.input, ...graph.output, ...graph.valueInfo]) {
    const dims = staticDims(info);
    if (dims !== undefined) found.set(info.name, dims);
  }
  return found;
}

/** @returns the dims of a declared tensor, `undefined` when one of them is not a number. */
export function staticDims({ type }: ValueInfoProto): number[] | undefined {
  if (type?.value.case !== "tensorType") return undefined;
  const dims = type.value.value.shape?.dim.map(({ value }) =>
    value.case === "dimValue" ? Number(value.value) : Number.NaN,
  );
  return dims?.some(Number.isNaN) ? undefined : dims;
}
