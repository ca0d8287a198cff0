import { clone } from "@bufbuild/protobuf";
import { findAttribute, intAttribute, makeInt, makeString } from "../../toolkit/onnx/attribute.js";
import { inferTensors, type TensorInfo } from "../../toolkit/onnx/infer-tensors.js";
import { makeNode } from "../../toolkit/onnx/make-node.js";
import { makeTensor } from "../../toolkit/onnx/make-tensor.js";
import { type GraphProto, ModelProtoSchema, type NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import { isDefaultDomain, opsetVersion } from "../../toolkit/onnx/opset.js";
import { hasGraph, type Model } from "../../toolkit/onnx/read-model.js";
import { ServiceError } from "../../toolkit/service/error.js";
import { graphNames, innerGraphs } from "./graph-names.js";
import { type Constants, upgradeEarlyNode } from "./upgrade-early-node.js";

const OLDEST = 7;
/** What the adapters below reach: from 18 on, reductions change their form. */
const NEWEST_TARGET = 17;

/**
 * A copy of a model in a newer operator set, with the same meaning. Opsets 11 and 12 have to be left for quantization
 * per channel: DequantizeLinear has an axis since 13.
 *
 * @returns the model itself when it has the target or a newer operator set.
 * @throws ServiceError `onnx_opset` below opset 7.
 */
export async function upgradeOpset(
  model: Model,
  { name, targetOpset }: { name: string; targetOpset: number },
): Promise<{ model: Model; opset: { before: number; after: number } }> {
  const before = opsetVersion(model);
  if (targetOpset < 13 || targetOpset > NEWEST_TARGET)
    throw new RangeError(`Expected a target opset from 13 to ${NEWEST_TARGET}, got ${targetOpset}`);
  if (before < OLDEST)
    throw new ServiceError(
      "onnx_opset",
      `${name} uses ONNX opset ${before}; quantization needs ${OLDEST} or newer.`,
      { hint: "Export the model again with opset 17." },
    );
  if (before >= targetOpset) return { model, opset: { before, after: before } };
  const upgraded = clone(ModelProtoSchema, model);
  if (!hasGraph(upgraded)) throw new Error("A copy of a model lost its graph");
  const softmax = before < 13 && upgraded.graph.node.some(({ opType }) => FLATTENING.has(opType));
  const tensors = softmax ? await inferTensors(model) : new Map<string, TensorInfo>();
  upgradeGraph(upgraded.graph, { from: before, to: targetOpset, tensors });
  for (const entry of upgraded.opsetImport)
    if (isDefaultDomain(entry.domain)) entry.version = BigInt(targetOpset);
  return { model: upgraded, opset: { before, after: targetOpset } };
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
}

function upgradeGraph(graph: GraphProto, step: Step): void {
  const taken = new Set([
    ...graphNames(graph).initializers.keys(),
    ...graph.node.flatMap(({ output }) => output),
  ]);
  const unique = (wanted: string) => {
    let free = wanted;
    for (let i = 1; taken.has(free); i++) free = `${wanted}_${i}`;
    taken.add(free);
    return free;
  };
  graph.node = graph.node.flatMap((node) => {
    for (const inner of innerGraphs(node)) upgradeGraph(inner, step);
    return isDefaultDomain(node.domain) ? upgradeNode(node, graph, step, unique) : [node];
  });
}

function upgradeNode(
  node: NodeProto,
  graph: GraphProto,
  { from, to, tensors }: Step,
  unique: (wanted: string) => string,
): NodeProto[] {
  const old = from < 13;
  if (from < 11) upgradeEarlyNode(node, constantsOf(graph, unique));
  if (old && node.opType === "Dropout") dropAttribute(node, "ratio");
  if (old && AXES_AS_INPUT.has(node.opType)) attributeToInput(node, graph, "axes", unique);
  if (old && node.opType === "Split") attributeToInput(node, graph, "split", unique);
  if (from < 16 && to >= 16 && node.opType === "RoiAlign") keepRoiCorners(node);
  if (old && FLATTENING.has(node.opType)) return alongOneAxis(node, tensors, unique);
  return [node];
}

function constantsOf(graph: GraphProto, unique: (wanted: string) => string): Constants {
  return {
    find: (name) => graph.initializer.find((tensor) => tensor.name === name),
    add: (wanted, dims, data) => {
      const tensor = makeTensor(unique(wanted), dims, data);
      graph.initializer.push(tensor);
      return tensor.name;
    },
  };
}

const AXES_AS_INPUT: ReadonlySet<string> = new Set(["Squeeze", "Unsqueeze", "ReduceSum"]);
const FLATTENING: ReadonlySet<string> = new Set(["Softmax", "LogSoftmax", "Hardmax"]);

function attributeToInput(
  node: NodeProto,
  graph: GraphProto,
  name: string,
  unique: (wanted: string) => string,
): void {
  const attribute = findAttribute(node, name);
  if (attribute === undefined) return;
  const values = BigInt64Array.from(attribute.ints);
  const constant = makeTensor(unique(`${node.output[0]}_${name}`), [values.length], values);
  graph.initializer.push(constant);
  node.input = [node.input[0] ?? "", constant.name];
  dropAttribute(node, name);
}

/** The default of `coordinate_transformation_mode` changed in opset 16. */
function keepRoiCorners(node: NodeProto): void {
  if (findAttribute(node, "coordinate_transformation_mode") !== undefined) return;
  node.attribute.push(makeString("coordinate_transformation_mode", "output_half_pixel"));
}

/** Before opset 13 a Softmax worked on the tensor flattened to two axes, since then along one axis. */
function alongOneAxis(
  node: NodeProto,
  tensors: ReadonlyMap<string, TensorInfo>,
  unique: (wanted: string) => string,
): NodeProto[] {
  const [input = "", output = ""] = [node.input[0], node.output[0]];
  const rank = tensors.get(input)?.dims?.length ?? tensors.get(output)?.dims?.length;
  if (rank === undefined) throw unknownRank(input);
  const given = intAttribute(node, "axis", 1);
  const axis = given < 0 ? given + rank : given;
  dropAttribute(node, "axis");
  node.attribute.push(makeInt("axis", -1));
  if (axis === rank - 1) return [node];
  const [flat, flatOut, shape] = ["_flat", "_intermediate", "_shape"].map((end) => unique(output + end));
  node.input = [flat ?? ""];
  node.output = [flatOut ?? ""];
  return [
    makeNode("Shape", "", [input], [shape ?? ""]),
    makeNode("Flatten", "", [input], [flat ?? ""], [makeInt("axis", axis)]),
    node,
    makeNode("Reshape", "", [flatOut ?? "", shape ?? ""], [output]),
  ];
}

function unknownRank(tensor: string): ServiceError {
  return new ServiceError(
    "onnx_opset",
    `The model cannot be brought to a newer opset: the rank of tensor '${tensor}' is not known.`,
    { hint: "Export the model again with opset 17." },
  );
}

function dropAttribute(node: NodeProto, name: string): void {
  node.attribute = node.attribute.filter((attribute) => attribute.name !== name);
}
