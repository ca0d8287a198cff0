import { bitsOf } from "../../toolkit/onnx/data-type.js";
import type { GraphProto, NodeProto, TensorProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Shapes } from "../../toolkit/onnx/shapes.js";
import { elementCount } from "../../toolkit/tensor/element-count.js";
import type { Weight } from "../kernel.js";
import { DEQUANTIZE, QUANTIZE, VIEWS } from "./operators.js";
import { shapeOf } from "./shape-of.js";

/** The tensors of a graph that are known before it runs, and what it costs to store each. */
export interface Constants {
  has(tensor: string): boolean;
  /** What is stored for a constant: of a dequantized one the 8-bit original. */
  weight(tensor: string): Weight;
}

const FLOAT_BYTES = 4;
/** Their result holds the elements of their first input, so it is the input that is stored. */
const KEEP_ELEMENTS: ReadonlySet<string> = new Set([...VIEWS, DEQUANTIZE, "Transpose"]);

/**
 * Finds initializers, `Constant` nodes and everything computed from constants alone. The shape of a tensor counts as
 * a constant: shapes are static on a microcontroller.
 */
export function findConstants(graph: GraphProto, shapes: Shapes): Constants {
  const bytes = new Map(graph.initializer.map((tensor) => [tensor.name, storedBytes(tensor)]));
  const roots = new Map(graph.initializer.map(({ name }) => [name, name]));
  for (const node of graph.node) {
    if (!isConstant(node, roots)) continue;
    const [first = ""] = node.input;
    const [output = ""] = node.output;
    const root = KEEP_ELEMENTS.has(node.opType) ? roots.get(first) : undefined;
    for (const name of node.output) roots.set(name, root ?? name);
    const value = node.attribute.find(({ name }) => name === "value")?.t;
    if (node.opType === "Constant" && value !== undefined) bytes.set(output, storedBytes(value));
    if (node.opType === QUANTIZE) bytes.set(output, elementCount(shapeOf(shapes, output)));
  }
  return {
    has: (tensor) => roots.has(tensor),
    weight(tensor) {
      const id = roots.get(tensor) ?? tensor;
      return { id, bytes: bytes.get(id) ?? elementCount(shapeOf(shapes, id)) * FLOAT_BYTES };
    },
  };
}

function isConstant(node: NodeProto, known: ReadonlyMap<string, string>): boolean {
  if (node.opType === "Constant" || node.opType === "Shape" || node.opType === "Size") return true;
  const inputs = node.input.filter((name) => name !== "");
  return inputs.length > 0 && inputs.every((name) => known.has(name));
}

function storedBytes({ dims, dataType }: TensorProto): number {
  return Math.ceil((elementCount(dims.map(Number)) * (bitsOf(dataType) ?? FLOAT_BYTES * 8)) / 8);
}
