import type { BuiltinOperator } from "./schema/builtin-operators.js";
import type { ValueOf } from "./schema/field.js";
import type { SPARSITY } from "./schema/model-tables.js";
import type { OperatorOptions } from "./schema/options.js";

/** Names of TensorFlow Lite's tensor types, as in its schema. */
export type TensorType =
  | "FLOAT32"
  | "FLOAT16"
  | "FLOAT64"
  | "INT4"
  | "INT8"
  | "UINT8"
  | "INT16"
  | "INT32"
  | "INT64"
  | "BOOL";

/** Constants in the array type of their tensor type; bytes (Uint8Array) for BOOL, INT4 and FLOAT16. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | BigInt64Array;

/** value = scale · (q − zeroPoint); one pair, or one for each index of `dimension`. */
export interface Quantization {
  readonly scale: Float32Array;
  readonly zeroPoint: readonly number[];
  /** Axis of the scales; 0 where there is one. */
  readonly dimension: number;
}

/** The encoding of a sparse constant, as the schema has it. */
export type Sparsity = ValueOf<typeof SPARSITY>;

/** A tensor's identity is its object: operators that hold the same object share the tensor. */
export interface Tensor {
  name: string;
  type: TensorType;
  /** NHWC for images; an unknown batch is 1 here and -1 in `signature`. */
  shape: readonly number[];
  /** The shape with -1 for each size that is unknown; undefined when all are known. */
  signature?: readonly number[] | undefined;
  /** The value of a constant. */
  data?: TensorData | undefined;
  quantization?: Quantization | undefined;
  /** How `data` leaves out zeros; undefined where it is dense. */
  sparsity?: Sparsity | undefined;
  /** Whether the value stays from one run to the next, as the state of a recurrent network. */
  variable?: boolean | undefined;
}

export interface Operator {
  readonly op: BuiltinOperator;
  /** Undefined where an optional input is left out. */
  inputs: (Tensor | undefined)[];
  outputs: Tensor[];
  /** Undefined for operators without options. */
  options?: OperatorOptions | undefined;
  /** What a CUSTOM operator is called and, in a form of its own, its options. */
  custom?: { readonly code: string; readonly options?: Uint8Array | undefined } | undefined;
}

/** One network of TensorFlow Lite operators, in an order in which they can run. */
export interface Graph {
  name: string;
  operators: Operator[];
  inputs: Tensor[];
  outputs: Tensor[];
  /** Signature names of the inputs and outputs, in the order of those; undefined when the file has none. */
  signature?: { readonly inputs: readonly string[]; readonly outputs: readonly string[] } | undefined;
}
