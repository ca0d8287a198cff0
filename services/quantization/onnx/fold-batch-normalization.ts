import { floatAttribute, intAttribute } from "../../toolkit/onnx/attribute.js";
import { makeTensor } from "../../toolkit/onnx/make-tensor.js";
import { TensorProto_DataType as DataType, type NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Model } from "../../toolkit/onnx/read-model.js";
import { elementCount } from "../../toolkit/tensor/element-count.js";
import { floatData } from "./float-data.js";
import { type GraphNames, graphNames } from "./graph-names.js";

/**
 * Takes a batch normalization into the transposed convolution before it, as ONNX Runtime 1.32 does and 1.30 does not
 * yet: `w' = w · scale / sqrt(var + eps)`, `b' = (b − mean) · scale / sqrt(var + eps) + bias`, each step in float32.
 * Changes the graph.
 */
export function foldBatchNormalization({ graph }: Model): void {
  const names = graphNames(graph);
  const writers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node])));
  const gone = new Set<NodeProto>();
  for (const normalization of graph.node) {
    const input = normalization.input[0] ?? "";
    const before = writers.get(input);
    if (before === undefined || !foldable(before, normalization, names)) continue;
    const { weight, bias } = folded(before, normalization, names);
    const [weightName = "", biasName = ""] = [before.input[1], normalization.input[2]];
    const constants = [
      makeTensor(`ConvBnFusion_W_${weightName}`, weight.dims, weight.data),
      makeTensor(`ConvBnFusion_BN_B_${biasName}`, [bias.length], bias),
    ];
    for (const constant of constants)
      if (graph.initializer.some(({ name }) => name === constant.name))
        constant.name += `_${normalization.output[0]}`;
    graph.initializer.push(...constants);
    before.input = [before.input[0] ?? "", ...constants.map(({ name }) => name)];
    before.output = [normalization.output[0] ?? ""];
    gone.add(normalization);
  }
  graph.node = graph.node.filter((node) => !gone.has(node));
}

function foldable(before: NodeProto, normalization: NodeProto, names: GraphNames): boolean {
  const input = normalization.input[0] ?? "";
  const constants = [...before.input.slice(1), ...normalization.input.slice(1)];
  return (
    before.opType === "ConvTranspose" &&
    normalization.opType === "BatchNormalization" &&
    normalization.output.filter((name) => name !== "").length === 1 &&
    intAttribute(normalization, "training_mode", 0) === 0 &&
    names.readers.get(input) === 1 &&
    !names.outputs.has(input) &&
    constants.every((name) => names.initializers.get(name)?.dataType === DataType.FLOAT)
  );
}

function folded(before: NodeProto, normalization: NodeProto, { initializers }: GraphNames) {
  const values = (name: string | undefined) => {
    const tensor = initializers.get(name ?? "");
    return tensor === undefined ? undefined : floatData(tensor);
  };
  const [, scale, shift, mean, variance] = normalization.input.map(values);
  const epsilon = Math.fround(floatAttribute(normalization, "epsilon", 1e-5));
  const factors = Float32Array.from(scale ?? [], (value, i) => {
    const deviation = Math.fround(Math.sqrt(Math.fround((variance?.[i] ?? 0) + epsilon)));
    return value / deviation;
  });
  const old = values(before.input[2]);
  const bias = factors.map((factor, i) => {
    const [center = 0, offset = 0] = [mean?.[i], shift?.[i]];
    if (old === undefined) return offset - Math.fround(center * factor);
    return Math.fround(Math.fround((old[i] ?? 0) - center) * factor) + offset;
  });
  return { weight: scaledWeight(before, factors, initializers), bias };
}

/** A transposed convolution's weight is [in, out / groups, …]; its outputs are counted group by group. */
function scaledWeight(node: NodeProto, factors: Float32Array, initializers: GraphNames["initializers"]) {
  const tensor = initializers.get(node.input[1] ?? "");
  if (tensor === undefined) throw new Error("A weight to be folded is not constant");
  const dims = tensor.dims.map(Number);
  const [inputs = 1, outputs = 1, ...kernel] = dims;
  const area = elementCount(kernel);
  const perGroup = inputs / intAttribute(node, "group", 1);
  const data = floatData(tensor).map((value, i) => {
    const row = Math.floor(i / area);
    const group = Math.floor(row / outputs / perGroup);
    return value * (factors[group * outputs + (row % outputs)] ?? 1);
  });
  return { dims, data };
}
