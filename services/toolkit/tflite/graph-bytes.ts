import { Builder } from "flatbuffers";
import { ServiceError } from "../service/error.js";
import { writeTable } from "./flatbuffer/write-table.js";
import type { Graph, Operator } from "./graph.js";
import { BUILTIN_OPERATORS } from "./schema/builtin-operators.js";
import { BUILTIN_OPTIONS } from "./schema/builtin-options.js";
import { BUILTIN_OPTIONS_2 } from "./schema/builtin-options-2.js";
import type { UnionValue } from "./schema/field.js";
import { MODEL, type OperatorCodeTable, type OperatorTable } from "./schema/model-tables.js";
import type { OperatorOptions } from "./schema/options.js";
import { operatorVersion } from "./write/operator-version.js";
import { TensorWriter } from "./write/tensor-writer.js";

/** Of the schema. */
const VERSION = 3;
const IDENTIFIER = "TFL3";
/** A flatbuffer's offsets reach no further. */
const GREATEST_SIZE = 2 ** 31 - 1;
/** What the tables of an operator and its tensors take at most, the constants and names left out. */
const OPERATOR_SIZE = 1024;
/** The key that TensorFlow gives a network's only signature. */
const SIGNATURE_KEY = "serving_default";
/** The older field of an operator's code ends here: greater codes are in the newer one alone. */
const PLACEHOLDER_CODE = 127;

/**
 * @returns the TensorFlow Lite file of a graph: one subgraph, operator versions by TensorFlow's rules, constants
 * aligned to 16 bytes. A tensor object is one tensor of the file, and constants that are the same array share a
 * buffer. Tensors that nothing uses are left out.
 * @throws ServiceError `tflite_too_large` beyond 2 GB.
 */
export function graphBytes(graph: Graph): Uint8Array {
  const tensors = new TensorWriter();
  const codes = new Map<string, { index: number; code: OperatorCodeTable }>();
  const inputs = graph.inputs.map((tensor) => tensors.index(tensor));
  const operators = graph.operators.map((operator) =>
    operatorTable(operator, codeOf(operator, codes), tensors),
  );
  const outputs = graph.outputs.map((tensor) => tensors.index(tensor));
  const builder = new Builder(sizeOf(graph, tensors));
  const model = writeTable(builder, MODEL, {
    version: VERSION,
    operatorCodes: [...codes.values()].map(({ code }) => code),
    subgraphs: [{ tensors: tensors.tables, inputs, outputs, operators, name: graph.name }],
    description: "Converted by stm32ai_main.",
    buffers: tensors.buffers,
    metadataBuffer: undefined,
    metadata: undefined,
    signatureDefs: signatureOf(graph, inputs, outputs),
  });
  builder.finish(model, IDENTIFIER);
  return builder.asUint8Array();
}

/** Enough for the builder not to grow, which would copy all constants; a multiple of their alignment. */
function sizeOf({ name, operators }: Graph, tensors: TensorWriter): number {
  const size = 16 * Math.ceil((tensors.bytes + OPERATOR_SIZE * (operators.length + 8)) / 16);
  if (size <= GREATEST_SIZE) return size;
  const message = `The network ${name} takes ${size} bytes; a .tflite file holds ${GREATEST_SIZE}.`;
  throw new ServiceError("tflite_too_large", message);
}

/** One code for each kind of operator, of the version that the most demanding of them needs. */
function codeOf(operator: Operator, codes: Map<string, { index: number; code: OperatorCodeTable }>): number {
  const { op, custom } = operator;
  const key = `${op} ${custom?.code ?? ""}`;
  const known = codes.get(key);
  const index = known?.index ?? codes.size;
  const builtinCode = BUILTIN_OPERATORS.indexOf(op);
  const code = {
    deprecatedBuiltinCode: Math.min(builtinCode, PLACEHOLDER_CODE),
    builtinCode,
    customCode: custom?.code,
    version: Math.max(operatorVersion(operator), known?.code.version ?? 1),
  };
  codes.set(key, { index, code });
  return index;
}

function operatorTable(
  { inputs, outputs, options, custom }: Operator,
  code: number,
  tensors: TensorWriter,
): OperatorTable {
  return {
    opcodeIndex: code,
    inputs: inputs.map((tensor) => (tensor === undefined ? -1 : tensors.index(tensor))),
    outputs: outputs.map((tensor) => tensors.index(tensor)),
    builtinOptions: options !== undefined && isFirst(options) ? options : undefined,
    builtinOptions2: options !== undefined && isSecond(options) ? options : undefined,
    customOptions: custom?.options,
    customOptionsFormat: 0,
    mutatingVariableInputs: undefined,
    intermediates: undefined,
    largeCustomOptionsOffset: 0n,
    largeCustomOptionsSize: 0n,
  };
}

function isFirst(options: OperatorOptions): options is UnionValue<typeof BUILTIN_OPTIONS> {
  return Object.hasOwn(BUILTIN_OPTIONS, options.type);
}

function isSecond(options: OperatorOptions): options is UnionValue<typeof BUILTIN_OPTIONS_2> {
  return Object.hasOwn(BUILTIN_OPTIONS_2, options.type);
}

function signatureOf({ signature }: Graph, inputs: readonly number[], outputs: readonly number[]) {
  if (signature === undefined) return undefined;
  const maps = (names: readonly string[], indices: readonly number[]) =>
    names.map((name, i) => ({ name, tensorIndex: indices[i] ?? 0 }));
  return [
    {
      inputs: maps(signature.inputs, inputs),
      outputs: maps(signature.outputs, outputs),
      signatureKey: SIGNATURE_KEY,
      subgraphIndex: 0,
    },
  ];
}
