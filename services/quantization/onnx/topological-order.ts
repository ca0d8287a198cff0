import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import { innerGraphs } from "./graph-names.js";

/**
 * The nodes with each after those that it reads from, and otherwise as late as their first reader: the order of the
 * given nodes is kept where it can be.
 */
export function topologicalOrder(nodes: readonly NodeProto[]): NodeProto[] {
  const writers = new Map<string, NodeProto>();
  for (const node of nodes) for (const name of node.output) if (name !== "") writers.set(name, node);
  const ordered = new Set<NodeProto>();
  const waiting: NodeProto[] = [...nodes].reverse();
  for (let node = waiting.at(-1); node !== undefined; node = waiting.at(-1)) {
    const missing = readNames(node)
      .map((name) => writers.get(name))
      .filter((writer) => writer !== undefined && writer !== node && !ordered.has(writer));
    if (missing.length > 0 && !ordered.has(node)) {
      for (const writer of missing) if (writer !== undefined) waiting.push(writer);
      continue;
    }
    ordered.add(node);
    waiting.pop();
  }
  return [...ordered];
}

/** @returns the names that a node reads, those that its inner graphs take from around it included. */
export function readNames(node: NodeProto): string[] {
  const inner = innerGraphs(node).flatMap((graph) => [
    ...graph.node.flatMap(readNames),
    ...graph.output.map(({ name }) => name),
  ]);
  return [...node.input, ...inner].filter((name) => name !== "");
}
