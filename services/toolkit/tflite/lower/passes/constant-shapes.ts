import type { Graph } from "../../graph.js";
import { sizesOf } from "../sizes.js";
import { liveOperators } from "./live-operators.js";

/** Replaces the shapes that are put together at run time by constants with -1 for the batch: the last of the passes. */
export function constantShapes(graph: Graph): void {
  for (const { op, inputs, outputs } of graph.operators) {
    const [shape, [output]] = [inputs[1], outputs];
    if (op !== "RESHAPE" || shape === undefined || shape.data !== undefined || output === undefined) continue;
    const sizes = sizesOf(output);
    inputs[1] = { name: shape.name, type: "INT32", shape: [sizes.length], data: Int32Array.from(sizes) };
  }
  graph.operators = liveOperators(graph);
}
