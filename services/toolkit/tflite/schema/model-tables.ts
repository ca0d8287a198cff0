import { BUILTIN_OPTIONS } from "./builtin-options.js";
import { BUILTIN_OPTIONS_2 } from "./builtin-options-2.js";
import type { Fields, ValueOf } from "./field.js";

const INDEX_VECTORS = {
  Int32Vector: { values: "[int32]" },
  Uint16Vector: { values: "[uint16]" },
  Uint8Vector: { values: "[uint8]" },
} as const;

export const SPARSITY = {
  traversalOrder: "[int32]",
  blockMap: "[int32]",
  dimMetadata: {
    tables: {
      format: "int8",
      denseSize: "int32",
      arraySegments: { union: INDEX_VECTORS },
      arrayIndices: { union: INDEX_VECTORS },
    },
  },
} as const satisfies Fields;

const QUANTIZATION = {
  min: "[float32]",
  max: "[float32]",
  scale: "[float32]",
  zeroPoint: "[int64]",
  details: {
    union: {
      CustomQuantization: { custom: "[uint8]" },
      BlockwiseQuantization: { scales: "int32", zeroPoints: "int32", blockSize: "int32" },
    },
  },
  quantizedDimension: "int32",
} as const satisfies Fields;

const TENSOR = {
  shape: "[int32]",
  type: "int8",
  buffer: "uint32",
  name: "string",
  quantization: { table: QUANTIZATION },
  isVariable: "bool",
  sparsity: { table: SPARSITY },
  shapeSignature: "[int32]",
  hasRank: "bool",
  externalBuffer: ["uint32", 0, 10],
} as const satisfies Fields;

const OPERATOR_CODE = {
  deprecatedBuiltinCode: "int8",
  customCode: "string",
  version: ["int32", 1],
  builtinCode: "int32",
} as const satisfies Fields;

const OPERATOR = {
  opcodeIndex: "uint32",
  inputs: "[int32]",
  outputs: "[int32]",
  builtinOptions: { union: BUILTIN_OPTIONS },
  customOptions: "[uint8]",
  customOptionsFormat: "int8",
  mutatingVariableInputs: "[bool]",
  intermediates: "[int32]",
  largeCustomOptionsOffset: "uint64",
  largeCustomOptionsSize: "uint64",
  builtinOptions2: { union: BUILTIN_OPTIONS_2 },
} as const satisfies Fields;

const SUBGRAPH = {
  tensors: { tables: TENSOR },
  inputs: "[int32]",
  outputs: "[int32]",
  operators: { tables: OPERATOR },
  name: "string",
} as const satisfies Fields;

const BUFFER = { data: "[uint8]", offset: "uint64", size: "uint64" } as const satisfies Fields;

const TENSOR_MAP = { name: "string", tensorIndex: "uint32" } as const satisfies Fields;

const SIGNATURE = {
  inputs: { tables: TENSOR_MAP },
  outputs: { tables: TENSOR_MAP },
  signatureKey: "string",
  subgraphIndex: ["uint32", 0, 4],
} as const satisfies Fields;

/** The root table of a TensorFlow Lite file, with all that is kept of the tables below it. */
export const MODEL = {
  version: "uint32",
  operatorCodes: { tables: OPERATOR_CODE },
  subgraphs: { tables: SUBGRAPH },
  description: "string",
  buffers: { tables: BUFFER },
  metadataBuffer: "[int32]",
  metadata: { tables: { name: "string", buffer: "uint32" } },
  signatureDefs: { tables: SIGNATURE },
} as const satisfies Fields;

/** The root table of a file, read but not yet understood. */
export type ModelTable = ValueOf<typeof MODEL>;
export type TensorTable = ValueOf<typeof TENSOR>;
export type QuantizationTable = ValueOf<typeof QUANTIZATION>;
export type BufferTable = ValueOf<typeof BUFFER>;
export type OperatorTable = ValueOf<typeof OPERATOR>;
export type OperatorCodeTable = ValueOf<typeof OPERATOR_CODE>;
