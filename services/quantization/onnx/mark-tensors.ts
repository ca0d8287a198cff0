import { create } from "@bufbuild/protobuf";
import { type NodeProto, TensorProtoSchema } from "../../toolkit/onnx/onnx_pb.js";
import type { Model } from "../../toolkit/onnx/read-model.js";
import { graphNames } from "./graph-names.js";
import { Marks } from "./marks.js";
import { operatorRule } from "./operator-rules.js";

/**
 * Decides which tensors of a graph get Q/DQ, by visiting the nodes to quantize in graph order.
 *
 * @param isFloat - whether a tensor holds float32 values; no other is quantized.
 */
export function markTensors(
  model: Model,
  nodes: readonly NodeProto[],
  options: { isFloat: (name: string) => boolean; perChannel: boolean },
): Marks {
  const marks = new Marks(graphNames(model.graph), options);
  for (const node of nodes) operatorRule(node.opType)(node, marks);
  return marks;
}

/**
 * Gives each node that uses a bias its own copy of it (`B`, `B0`, `B1`, …): the scale of a bias depends on the input of
 * the node, so that two nodes cannot share the quantized one. Changes the graph.
 */
export function separateBiases({ graph }: Model, nodes: readonly NodeProto[]): void {
  const used = new Set<string>();
  const byName = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  for (const node of nodes) {
    const bias = BIASED.has(node.opType) ? byName.get(node.input[2] ?? "") : undefined;
    if (bias === undefined) continue;
    if (!used.has(bias.name)) {
      used.add(bias.name);
      continue;
    }
    const copy = create(TensorProtoSchema, { ...bias, name: nextName(bias.name, byName) });
    graph.initializer.push(copy);
    byName.set(copy.name, copy);
    used.add(copy.name);
    node.input[2] = copy.name;
  }
}

const BIASED: ReadonlySet<string> = new Set(
  "Conv ConvTranspose Gemm InstanceNormalization LayerNormalization BatchNormalization".split(" "),
);

/** The name with the next number after the largest that any name continues it with, as the reference counts. */
function nextName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let largest = -1;
  for (const other of taken.keys()) {
    const suffix = other.startsWith(name) ? other.slice(name.length) : "";
    if (/^\d+$/.test(suffix)) largest = Math.max(largest, Number(suffix));
  }
  return `${name}${largest + 1}`;
}
