import { createHash } from "node:crypto";
import type { NodeProto, TensorProto } from "../../../services/toolkit/onnx/onnx_pb.js";
import type { Model } from "../../../services/toolkit/onnx/read-model.js";
import { tensorData } from "../../../services/toolkit/onnx/tensor-data.js";
import type { GoldenGraph, GoldenInitializer, GoldenNode } from "./manifest.js";

/** Compares one initializer: what differs, or nothing. */
export type CompareTensor = (got: TensorProto, golden: GoldenInitializer) => string | undefined;

/**
 * Compares a graph with a golden one by the names of tensors: operators, what they read and write, their Q/DQ axes, the
 * constants. Order and names of nodes are free.
 *
 * @returns the first differences, or nothing.
 */
export function compareGraph(
  model: Model,
  golden: GoldenGraph,
  compareTensor: CompareTensor,
): string | undefined {
  const got = new Set(model.graph.node.map(nodeKey));
  const wanted = new Set(golden.nodes.map(goldenKey));
  const constants = new Map(model.graph.initializer.map((tensor) => [tensor.name, tensor]));
  const differences = [
    ...[...wanted].filter((key) => !got.has(key)).map((key) => `missing ${key}`),
    ...[...got].filter((key) => !wanted.has(key)).map((key) => `unexpected ${key}`),
    ...[...constants.keys()]
      .filter((name) => !(name in golden.initializers))
      .map((name) => `unexpected ${name}`),
  ];
  for (const [name, expected] of Object.entries(golden.initializers)) {
    const tensor = constants.get(name);
    const difference = tensor === undefined ? "is missing" : compareTensor(tensor, expected);
    if (difference !== undefined) differences.push(`${name} ${difference}`);
  }
  const more = differences.length > 3 ? ` … ${differences.length} differences` : "";
  return differences.length === 0 ? undefined : differences.slice(0, 3).join("; ") + more;
}

/** The same bytes and shape. */
export const exactly: CompareTensor = (tensor, golden) => {
  if (tensor.dims.join() !== golden.shape.join()) return `has shape [${tensor.dims}] for [${golden.shape}]`;
  const { buffer, byteOffset, byteLength } = tensorData(tensor);
  const hash = createHash("sha256")
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest("hex");
  return hash === golden.sha256 ? undefined : "has other values";
};

function nodeKey({ opType, input, output, attribute }: NodeProto): string {
  const axis = opType.endsWith("quantizeLinear")
    ? attribute.find(({ name }) => name === "axis")?.i
    : undefined;
  return key(opType, input, output, axis === undefined ? undefined : Number(axis));
}

function goldenKey({ op, inputs, outputs, attributes }: GoldenNode): string {
  return key(op, inputs, outputs, op.endsWith("quantizeLinear") ? attributes.axis : undefined);
}

function key(op: string, inputs: readonly string[], outputs: readonly string[], axis: unknown): string {
  return `${op}(${inputs.join(", ")}) → ${outputs.join(", ")}${axis === undefined ? "" : ` along axis ${axis}`}`;
}
