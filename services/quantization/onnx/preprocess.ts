import { create } from "@bufbuild/protobuf";
import { floatAttribute } from "../../toolkit/onnx/attribute.js";
import { makeTensor } from "../../toolkit/onnx/make-tensor.js";
import {
  TensorProto_DataType as DataType,
  OperatorSetIdProtoSchema,
  ValueInfoProtoSchema,
} from "../../toolkit/onnx/onnx_pb.js";
import { isDefaultDomain, opsetVersion } from "../../toolkit/onnx/opset.js";
import { optimizeModel } from "../../toolkit/onnx/optimize-model.js";
import type { Model } from "../../toolkit/onnx/read-model.js";
import { dropUnread } from "./drop-unread.js";
import { floatData } from "./float-data.js";
import { foldBatchNormalization } from "./fold-batch-normalization.js";
import { graphNames } from "./graph-names.js";
import { unfusedPads } from "./unfused-pads.js";

/** Graph inputs could not be constants before this version of the file format. */
const CONSTANTS_APART = 4n;

/**
 * The graph that quantization starts from: ONNX Runtime's basic optimizations done (constants folded, batch
 * normalization and padding taken into convolutions, MatMul and Add joined to Gemm, …), the rest of the model kept.
 *
 * @param name - what errors call the model.
 * @throws ServiceError `model_unloadable`.
 */
export async function preprocess(model: Model, name: string): Promise<Model> {
  const outputs = new Set(model.graph.output.map(({ name }) => name));
  const kept = unfusedPads(model.graph);
  const exposed = withOutputs(withFixedConstants(model), kept);
  const optimized = await optimizeModel(exposed, { name, optimization: "basic" });
  optimized.metadataProps = model.metadataProps;
  optimized.graph.output = optimized.graph.output.filter((output) => outputs.has(output.name));
  importOnlyUsed(optimized);
  foldBatchNormalization(optimized);
  foldBeta(optimized);
  dropUnread(optimized.graph);
  return optimized;
}

/** Old files list their weights as inputs, which a user could override: the optimizer leaves those alone. */
function withFixedConstants(model: Model): Model {
  const constants = new Set(model.graph.initializer.map(({ name }) => name));
  const input = model.graph.input.filter(({ name }) => !constants.has(name));
  if (input.length === model.graph.input.length) return model;
  const irVersion = model.irVersion < CONSTANTS_APART ? CONSTANTS_APART : model.irVersion;
  return { ...model, irVersion, graph: { ...model.graph, input } };
}

/** An output is a tensor that the optimizer keeps. */
function withOutputs(model: Model, names: readonly string[]): Model {
  const output = names.map((name) => create(ValueInfoProtoSchema, { name }));
  return { ...model, graph: { ...model.graph, output: [...model.graph.output, ...output] } };
}

/** The runtime's saved graph imports every operator set that it knows. */
function importOnlyUsed(model: Model): void {
  const used = new Set(model.graph.node.map(({ domain }) => domain));
  const others = model.opsetImport.filter(({ domain }) => !isDefaultDomain(domain) && used.has(domain));
  const version = BigInt(opsetVersion(model));
  model.opsetImport = [create(OperatorSetIdProtoSchema, { domain: "", version }), ...others];
}

/**
 * Multiplies the constant bias of a Gemm by its beta. The reference sets beta to 1 in the quantized graph without
 * doing so, which adds a wrong bias; this keeps the network's meaning.
 */
function foldBeta({ graph }: Model): void {
  const { initializers, readers } = graphNames(graph);
  for (const node of graph.node) {
    const beta = node.opType === "Gemm" ? floatAttribute(node, "beta", 1) : 1;
    const bias = beta === 1 ? undefined : initializers.get(node.input[2] ?? "");
    if (bias === undefined || bias.dataType !== DataType.FLOAT) continue;
    const alone = readers.get(bias.name) === 1;
    const name = alone ? bias.name : `${bias.name}_times_beta_of_${node.output[0]}`;
    const data = Float32Array.from(floatData(bias), (value) => value * beta);
    graph.initializer = graph.initializer.filter((tensor) => !alone || tensor !== bias);
    graph.initializer.push(makeTensor(name, bias.dims.map(Number), data));
    node.input[2] = name;
    node.attribute = node.attribute.filter((attribute) => attribute.name !== "beta");
  }
}
