import { intAttribute, stringAttribute } from "../../toolkit/onnx/attribute.js";
import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import { tensorData } from "../../toolkit/onnx/tensor-data.js";
import type { Marks } from "./marks.js";

/** Marks what a node reads and writes. */
export type OperatorRule = (node: NodeProto, marks: Marks) => void;

/** The rule of an operator type (`QDQRegistry` of onnxruntime 1.32). */
export function operatorRule(opType: string): OperatorRule {
  return RULES.get(opType) ?? everything;
}

const RULES: ReadonlyMap<string, OperatorRule> = new Map<string, OperatorRule>([
  ["Conv", weighted(() => 0)],
  ["ConvTranspose", weighted(() => 1)],
  ["Gemm", weighted((node) => (intAttribute(node, "transB", 0) === 1 ? 0 : 1))],
  ["MatMul", matMul],
  ["Relu", removable],
  ["Clip", removable],
  ["Pad", pad],
  ["Split", split],
  ["Gather", gather],
  ["GatherElements", gather],
  ["Where", where],
  ...["InstanceNormalization", "LayerNormalization", "BatchNormalization"].map(
    (opType): [string, OperatorRule] => [opType, normalization],
  ),
  ..."Reshape Transpose Squeeze Unsqueeze Flatten Slice MaxPool AveragePool Resize TopK"
    .split(" ")
    .map((opType): [string, OperatorRule] => [opType, passing]),
]);

function everything({ input, output }: NodeProto, marks: Marks): void {
  for (const name of [...input, ...output]) marks.activation(name);
}

function weighted(axisOf: (node: NodeProto) => number): OperatorRule {
  return (node, marks) => {
    const [input = "", weight = "", bias = ""] = node.input;
    marks.activation(input);
    marks.activation(node.output[0] ?? "");
    marks.weight(weight, axisOf(node));
    if (bias !== "") marks.bias(bias, { input, weight });
  };
}

function matMul({ input, output }: NodeProto, marks: Marks): void {
  for (const name of input) {
    if (marks.names.initializers.has(name)) marks.weight(name, 1);
    else marks.activation(name);
  }
  marks.activation(output[0] ?? "");
}

function normalization({ input: inputs, output }: NodeProto, marks: Marks): void {
  const [input = "", scale = "", bias = ""] = inputs;
  marks.activation(input);
  if (marks.names.initializers.has(scale)) marks.weight(scale, 1);
  else marks.activation(scale);
  if (bias !== "") marks.bias(bias, { input, weight: scale });
  for (const name of output) marks.activation(name);
}

/**
 * Relu and Clip: the quantization of the output saturates where they do, so a node that alone reads its input goes.
 * The bounds of a Clip are not looked at, as in the reference.
 */
function removable(node: NodeProto, marks: Marks): void {
  const [input = "", output = ""] = [node.input[0], node.output[0]];
  if (!marks.has(input)) return;
  const { inputs, outputs, initializers, readers } = marks.names;
  const bound = inputs.has(input) || outputs.has(input) || initializers.has(input);
  if (readers.get(input) === 1 && !bound) marks.remove(node, input, output);
  else marks.activation(input);
  marks.activation(output);
}

/** Operators that move values and leave them as they are, or nearly so. */
function passing({ input, output }: NodeProto, marks: Marks): void {
  if (marks.has(input[0] ?? "")) marks.sharing(output[0] ?? "", input[0] ?? "");
}

function split({ input, output }: NodeProto, marks: Marks): void {
  marks.activation(input[0] ?? "");
  for (const name of output) marks.sharing(name, input[0] ?? "");
}

function gather(node: NodeProto, marks: Marks): void {
  const source = node.input[0] ?? "";
  if (marks.names.initializers.has(source)) marks.activation(source);
  passing(node, marks);
}

function where({ input, output }: NodeProto, marks: Marks): void {
  if (marks.has(input[1] ?? "") && marks.has(input[2] ?? "")) marks.activation(output[0] ?? "");
}

/** Every range holds zero, so a border of zeros or of values from inside fits the input's parameters. */
function pad(node: NodeProto, marks: Marks): void {
  for (const name of node.input) marks.activation(name);
  const output = node.output[0] ?? "";
  if (addsKnownValues(node, marks)) marks.sharing(output, node.input[0] ?? "");
  else marks.activation(output);
}

function addsKnownValues(node: NodeProto, marks: Marks): boolean {
  if (stringAttribute(node, "mode", "constant") !== "constant") return true;
  const value = node.input[2] ?? "";
  if (value === "") return true;
  const constant = marks.names.initializers.get(value);
  return constant !== undefined && Number(tensorData(constant)[0]) === 0;
}
