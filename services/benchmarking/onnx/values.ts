import { intsAttribute } from "../../toolkit/onnx/attribute.js";
import type { GraphProto, NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Constants } from "./constants.js";
import { DEQUANTIZE, QUANTIZE, VIEWS } from "./operators.js";

/** Whether a tensor's name stands for a value as it was computed, in its 8-bit form, or turned back to float. */
export type Form = "plain" | "quantized" | "dequantized";

export interface Reading {
  /** The tensor that a kernel (or the caller) writes. */
  readonly value: string;
  readonly form: Form;
}

/** A graph's activations, seen through quantize/dequantize pairs and through views. */
export interface Values {
  /** What a tensor's name stands for. */
  read(tensor: string): Reading;
  /** Whether a value is stored in 8 bits somewhere. */
  isQuantized(value: string): boolean;
  isOutput(value: string): boolean;
  /** The operators that read a value, in graph order, once for each time they name it. */
  readers(value: string): readonly NodeProto[];
}

export function traceValues(graph: GraphProto, constants: Constants): Values {
  const readings = new Map<string, Reading>();
  const readers = new Map<string, NodeProto[]>();
  const quantized = new Set<string>();
  const read = (tensor: string): Reading => readings.get(tensor) ?? { value: tensor, form: "plain" };

  for (const node of graph.node) {
    const [output = ""] = node.output;
    if (constants.has(output)) continue;
    if (makesNoKernel(node)) {
      const { value, form } = read(node.input[0] ?? "");
      const isStoredInteger = node.opType === QUANTIZE || (node.opType === DEQUANTIZE && form === "plain");
      if (isStoredInteger) quantized.add(value);
      readings.set(output, { value, form: FORM_BEHIND.get(node.opType) ?? form });
      continue;
    }
    for (const name of activationsOf(node, constants)) {
      const { value } = read(name);
      readers.set(value, [...(readers.get(value) ?? []), node]);
    }
  }
  const outputs = new Set(graph.output.map(({ name }) => read(name).value));
  return {
    read,
    isQuantized: (value) => quantized.has(value),
    isOutput: (value) => outputs.has(value),
    readers: (value) => readers.get(value) ?? [],
  };
}

/** @returns the inputs of a node that are computed while the network runs. */
export function activationsOf(node: NodeProto, constants: Constants): readonly string[] {
  return node.input.filter((name) => name !== "" && !constants.has(name));
}

/** @returns whether a node is only another name for its input: a view, or one half of a quantize/dequantize pair. */
export function makesNoKernel(node: NodeProto): boolean {
  if (node.opType === "Transpose") return movesChannels(intsAttribute(node, "perm") ?? []);
  return FORM_BEHIND.has(node.opType) || VIEWS.has(node.opType);
}

const FORM_BEHIND: ReadonlyMap<string, Form> = new Map<string, Form>([
  [QUANTIZE, "quantized"],
  [DEQUANTIZE, "dequantized"],
]);

/** Kernels on the board work channels last: going from NCHW to NHWC or back moves nothing there. */
function movesChannels(perm: readonly number[]): boolean {
  const rest = perm.slice(1).map((axis) => axis - 1);
  if (perm[0] !== 0 || rest.length < 2) return false;
  const last = rest.length - 1;
  const toLast = rest.every((axis, at) => axis === (at === last ? 0 : at + 1));
  const toFirst = rest.every((axis, at) => axis === (at === 0 ? last : at - 1));
  return toLast || toFirst;
}
