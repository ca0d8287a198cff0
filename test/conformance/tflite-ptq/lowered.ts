import { join } from "node:path";
import { readKeras } from "../../../services/toolkit/keras/read-keras.js";
import type { Graph } from "../../../services/toolkit/tflite/graph.js";
import { lowerKeras } from "../../../services/toolkit/tflite/lower/lower-keras.js";
import type { GoldenCase } from "./manifest.js";

const known = new Map<string, Promise<Graph>>();

/** @returns the float network that a case's Keras file becomes; made once for all variants. */
export function lowered({ model }: GoldenCase, folder: string): Promise<Graph> {
  const path = join(folder, model);
  const graph = known.get(path) ?? readKeras(path).then(lowerKeras);
  known.set(path, graph);
  return graph;
}
