import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ValueInfoProto } from "../toolkit/onnx/onnx_pb.js";
import type { Signature, TensorSpec } from "../toolkit/service/protocol.js";
import type { Graph, Tensor } from "../toolkit/tflite/graph.js";

/** Sizes that a network leaves open. */
const OPEN = -1;
/** ONNX's names of types that NumPy calls otherwise. */
const NUMPY_NAMES: ReadonlyMap<string, string> = new Map([
  ["float", "float32"],
  ["double", "float64"],
]);

/** @returns what a .tflite or .onnx network takes and gives. @throws ServiceError for a file that is none. */
export async function signatureOf(path: string): Promise<Signature> {
  return path.endsWith(".tflite") ? tfliteSignature(path) : onnxSignature(path);
}

async function tfliteSignature(path: string): Promise<Signature> {
  const { readGraph } = await import("../toolkit/tflite/read-graph.js");
  return graphSignature(readGraph(readFileSync(path), basename(path)));
}

/** @returns what a TensorFlow Lite graph takes and gives. */
export function graphSignature({ inputs, outputs }: Graph): Signature {
  const spec = ({ name, type, signature, shape }: Tensor): TensorSpec => ({
    name,
    dtype: type.toLowerCase(),
    shape: [...(signature ?? shape)],
  });
  return { inputs: inputs.map(spec), outputs: outputs.map(spec) };
}

/** Constants may stand among the inputs too. */
async function onnxSignature(path: string): Promise<Signature> {
  const { readModel } = await import("../toolkit/onnx/read-model.js");
  const { dataTypeName } = await import("../toolkit/onnx/data-type.js");
  const { graph } = readModel(path);
  const constants = new Set(graph.initializer.map(({ name }) => name));
  const spec = ({ name, type }: ValueInfoProto): TensorSpec[] => {
    if (type?.value.case !== "tensorType") return [];
    const { elemType, shape } = type.value.value;
    const dtype = dataTypeName(elemType);
    const sizes =
      shape?.dim.map(({ value }) => (value.case === "dimValue" ? Number(value.value) : OPEN)) ?? [];
    return [{ name, dtype: NUMPY_NAMES.get(dtype) ?? dtype, shape: sizes }];
  };
  return {
    inputs: graph.input.filter(({ name }) => !constants.has(name)).flatMap(spec),
    outputs: graph.output.flatMap(spec),
  };
}
