import { writeAside } from "../write-aside.js";
import type { Graph } from "./graph.js";
import { graphBytes } from "./graph-bytes.js";

/**
 * Writes a graph as a `.tflite` file so that its final name never holds a part of it.
 *
 * @returns the size of the file in bytes.
 * @throws ServiceError `output_unwritable`, `tflite_too_large`.
 */
export function writeGraph(graph: Graph, path: string): number {
  return writeAside(graphBytes(graph), path);
}
