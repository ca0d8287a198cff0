import type { GraphProto } from "../../toolkit/onnx/onnx_pb.js";
import { readNames } from "./topological-order.js";

/** Removes the constants that no node reads and that are no output. Changes the graph. */
export function dropUnread(graph: GraphProto): void {
  const read = new Set([...graph.node.flatMap(readNames), ...graph.output.map(({ name }) => name)]);
  graph.initializer = graph.initializer.filter(({ name }) => read.has(name));
}
