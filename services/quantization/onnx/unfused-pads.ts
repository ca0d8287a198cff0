import { intAttribute, intsAttribute } from "../../toolkit/onnx/attribute.js";
import type { GraphProto, NodeProto } from "../../toolkit/onnx/onnx_pb.js";

/**
 * Tensors written by a Pad that must not be taken into the pooling after it. ONNX Runtime 1.30 does so although a
 * MaxPool pads with minus infinity and an AveragePool that rounds up counts another number of elements; 1.32 does not.
 */
export function unfusedPads({ node: nodes }: GraphProto): string[] {
  const padded = new Set(nodes.filter(({ opType }) => opType === "Pad").map(({ output }) => output[0] ?? ""));
  const kept = nodes.map((node) => (changesWithPads(node) ? (node.input[0] ?? "") : ""));
  return [...new Set(kept)].filter((name) => padded.has(name));
}

function changesWithPads(node: NodeProto): boolean {
  if (node.opType === "MaxPool") return true;
  if (node.opType !== "AveragePool") return false;
  // Pads of its own may grow beyond the kernel, which the runtime refuses.
  return (
    intAttribute(node, "ceil_mode", 0) !== 0 || (intsAttribute(node, "pads") ?? []).some((pad) => pad !== 0)
  );
}
