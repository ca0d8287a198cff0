import { Tensor } from "onnxruntime-node";
import { modelBytes } from "../../../../../services/toolkit/onnx/model-bytes.js";
import { openSession } from "../../../../../services/toolkit/onnx/open-session.js";
import type { Graph } from "../../../../../services/toolkit/tflite/graph.js";
import { onnxOfGraph } from "../../../../../services/toolkit/tflite/onnx/onnx-of-graph.js";

export interface Result {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** @returns the outputs, by name, of the network that a graph becomes, for as many images as the values make. */
export async function runOnnx(
  graph: Graph,
  feeds: Readonly<Record<string, Float32Array>>,
): Promise<Map<string, Result>> {
  const session = await openSession(modelBytes(onnxOfGraph(graph)), { name: graph.name, threads: 1 });
  try {
    const tensors = graph.inputs.map(({ name, shape }): [string, Tensor] => {
      const values = feeds[name] ?? new Float32Array();
      const [, ...rest] = shape;
      const length = rest.reduce((product, size) => product * size, 1);
      return [name, new Tensor("float32", values, [values.length / length, ...rest])];
    });
    const results = await session.run(Object.fromEntries(tensors));
    return new Map(
      Object.entries(results).map(([name, { dims, data }]) => [name, { dims, values: floatsOf(data) }]),
    );
  } finally {
    await session.release();
  }
}

function floatsOf(data: unknown): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new Error("the network gives no floats");
}
