import { FlatFile } from "./flatbuffer/flat-file.js";
import { readTable } from "./flatbuffer/read-table.js";
import type { Graph, Operator, Tensor } from "./graph.js";
import { foreignFormat } from "./read/foreign-format.js";
import { readOperator } from "./read/read-operator.js";
import { TensorReader } from "./read/tensor-reader.js";
import { MODEL, type ModelTable } from "./schema/model-tables.js";

/** Of the schema; the only one there has been in use. */
const VERSION = 3;

/**
 * Reads a TensorFlow Lite file. Constants are views of `bytes` where alignment permits; tensors without a
 * name or with that of another one get a name of their own.
 *
 * @param name - of the file, for messages.
 * @throws ServiceError `tflite_malformed`, `tflite_unsupported` (several subgraphs, types that are not for
 * microcontrollers, parts in other files).
 */
export function readGraph(bytes: Uint8Array, name: string): Graph {
  const file = new FlatFile(bytes, name);
  const foreign = foreignFormat(bytes);
  if (foreign !== undefined) file.fail("", foreign);
  const model = readTable(file, file.follow(0, "the root table"), MODEL, "");
  if (model.version !== VERSION)
    file.refuse(`is of version ${model.version} of the format; version 3 is supported`);
  const [subgraph, ...others] = model.subgraphs ?? [];
  if (subgraph === undefined) return file.fail("", "it has no subgraph");
  if (others.length > 0)
    file.refuse(
      `has ${others.length + 1} subgraphs (branches or loops: IF, WHILE, CALL_ONCE)`,
      "Microcontrollers run networks of one subgraph: export the network without control flow.",
    );
  const tensors = new TensorReader(file, model, subgraph.tensors ?? []);
  const inputs = tensors.list(subgraph.inputs, "subgraphs[0].inputs");
  const operators = (subgraph.operators ?? []).map((table, i) =>
    readOperator(file, model, table, tensors, `subgraphs[0].operators[${i}]`),
  );
  const outputs = tensors.list(subgraph.outputs, "subgraphs[0].outputs");
  for (const tensor of [...inputs, ...operators.flatMap((operator) => operator.outputs)])
    forgetNothing(tensor);
  demandOrder(file, inputs, operators, outputs);
  return {
    name: subgraph.name ?? "",
    operators,
    inputs,
    outputs,
    ...signatureOf(model, tensors, inputs, outputs),
  };
}

/** A tensor of no values is taken for a constant until it is known that an operator makes it. */
function forgetNothing(tensor: Tensor): void {
  if (tensor.data?.length === 0) delete tensor.data;
}

/** Whoever reads a graph may rely on its order: what an operator reads is known before it runs, and made once. */
function demandOrder(file: FlatFile, inputs: Tensor[], operators: Operator[], outputs: Tensor[]): void {
  const made = new Set(inputs);
  const demand = (tensor: Tensor | undefined, where: string) => {
    if (tensor === undefined || tensor.data !== undefined || tensor.variable || made.has(tensor)) return;
    file.fail(where, `reads '${tensor.name}' before an operator has made it`);
  };
  for (const [i, operator] of operators.entries()) {
    const where = `subgraphs[0].operators[${i}] (${operator.op})`;
    for (const input of operator.inputs) demand(input, where);
    for (const output of operator.outputs) {
      if (made.has(output) || output.data !== undefined) file.fail(where, `makes '${output.name}' once more`);
      made.add(output);
    }
  }
  for (const output of outputs) demand(output, "subgraphs[0].outputs");
}

function signatureOf(
  model: ModelTable,
  tensors: TensorReader,
  inputs: Tensor[],
  outputs: Tensor[],
): Pick<Graph, "signature"> {
  const signature = model.signatureDefs?.find(({ subgraphIndex }) => subgraphIndex === 0);
  if (signature === undefined) return {};
  const where = "signatureDefs";
  const named = (maps: typeof signature.inputs) =>
    new Map((maps ?? []).map(({ name, tensorIndex }) => [tensors.at(tensorIndex, where), name]));
  const inputNames = named(signature.inputs);
  const outputNames = named(signature.outputs);
  const names = {
    inputs: inputs.flatMap((tensor) => inputNames.get(tensor) ?? []),
    outputs: outputs.flatMap((tensor) => outputNames.get(tensor) ?? []),
  };
  const complete = names.inputs.length === inputs.length && names.outputs.length === outputs.length;
  return complete ? { signature: names } : {};
}
