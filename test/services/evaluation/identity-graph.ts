import type { Graph, Tensor, TensorType } from "../../../services/toolkit/tflite/graph.js";
import { writeGraph } from "../../../services/toolkit/tflite/write-graph.js";

export interface IdentityEnds {
  readonly type?: TensorType;
  /** Batch first; -1 where it is open. */
  readonly shape?: readonly number[];
  readonly scale?: number;
  readonly zeroPoint?: number;
}

/** Writes a .tflite network whose output is its input. */
export function writeIdentityGraph(
  path: string,
  { type = "FLOAT32", shape = [-1, 8, 8, 3], scale = 1 / 255, zeroPoint = 0 }: IdentityEnds = {},
): string {
  const quantization =
    type === "FLOAT32" ? undefined : { scale: Float32Array.of(scale), zeroPoint: [zeroPoint], dimension: 0 };
  const end = (name: string): Tensor => ({
    name,
    type,
    shape: shape.map((size) => (size < 0 ? 1 : size)),
    signature: shape,
    quantization,
  });
  const [input, output] = [end("in"), end("out")];
  const sizes: Tensor = { name: "sizes", type: "INT32", shape: [4], data: Int32Array.from(shape) };
  const graph: Graph = {
    name: "main",
    operators: [{ op: "RESHAPE", inputs: [input, sizes], outputs: [output] }],
    inputs: [input],
    outputs: [output],
  };
  writeGraph(graph, path);
  return path;
}
