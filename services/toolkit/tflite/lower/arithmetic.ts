import type { Tensor } from "../graph.js";
import { makeOptions, type OperatorOptions } from "../schema/options.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** TensorFlow writes the options of some operators and not of others, where they hold nothing. */
const OPTIONS = {
  ADD: makeOptions("AddOptions"),
  SUB: makeOptions("SubOptions"),
  MUL: makeOptions("MulOptions"),
  DIV: makeOptions("DivOptions"),
  POW: makeOptions("PowOptions"),
  MAXIMUM: undefined,
  MINIMUM: undefined,
  GREATER: undefined,
  GREATER_EQUAL: undefined,
  LESS: undefined,
  LESS_EQUAL: undefined,
  SQUARED_DIFFERENCE: makeOptions("SquaredDifferenceOptions"),
} as const;

const UNARY_OPTIONS = {
  RELU: undefined,
  RELU6: undefined,
  RELU_N1_TO_1: undefined,
  LOGISTIC: undefined,
  TANH: undefined,
  ELU: undefined,
  LOG: undefined,
  SQRT: undefined,
  RSQRT: undefined,
  FLOOR: undefined,
  SIN: undefined,
  COS: makeOptions("CosOptions"),
  EXP: makeOptions("ExpOptions"),
  ABS: undefined,
  NEG: makeOptions("NegOptions"),
  SQUARE: makeOptions("SquareOptions"),
  HARD_SWISH: undefined,
  GELU: makeOptions("GeluOptions"),
  LOG_SOFTMAX: makeOptions("LogSoftmaxOptions"),
  ZEROS_LIKE: makeOptions("ZerosLikeOptions"),
} as const;

export type Binary = keyof typeof OPTIONS;
export type Unary = keyof typeof UNARY_OPTIONS;

const COMPARISONS: ReadonlySet<string> = new Set(["GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL"]);

/** An operator on each value of a tensor. */
export function unary(op: Unary, tensor: Tensor, scope: Scope, options?: OperatorOptions): Tensor {
  const chosen = options ?? UNARY_OPTIONS[op];
  return scope.emit({ op, inputs: [tensor], sizes: sizesOf(tensor), ...optional(chosen) });
}

/**
 * An operator on the values of two tensors, or of a tensor and a number; sizes of 1 stretch, and missing axes in front
 * count as 1.
 */
export function binary(op: Binary, left: Tensor | number, right: Tensor | number, scope: Scope): Tensor {
  const a = operand(left, scope);
  const b = operand(right, scope);
  const sizes = broadcast(sizesOf(a), sizesOf(b));
  const type = COMPARISONS.has(op) ? "BOOL" : "FLOAT32";
  return scope.emit({ op, inputs: [a, b], sizes, type, ...optional(OPTIONS[op]) });
}

/** The first where the condition is true, the second elsewhere. */
export function select(
  condition: Tensor,
  [first, second]: readonly [Tensor | number, Tensor | number],
  scope: Scope,
): Tensor {
  const a = operand(first, scope);
  const b = operand(second, scope);
  return scope.emit({
    op: "SELECT_V2",
    inputs: [condition, a, b],
    sizes: broadcast(sizesOf(condition), broadcast(sizesOf(a), sizesOf(b))),
    type: "FLOAT32",
    options: makeOptions("SelectV2Options"),
  });
}

/** The number that TensorFlow rounds to float32, as a tensor without axes. */
function operand(value: Tensor | number, scope: Scope): Tensor {
  return typeof value === "number" ? scope.constant("operand", Float32Array.of(value), []) : value;
}

/** The shape that both stretch to. */
export function broadcast(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    return left === 1 ? right : left;
  });
}

function optional(options: OperatorOptions | undefined): { readonly options?: OperatorOptions } {
  return options === undefined ? {} : { options };
}
