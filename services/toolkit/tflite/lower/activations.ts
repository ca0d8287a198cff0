import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { binary, select, unary } from "./arithmetic.js";
import { elu, leakyRelu } from "./parametric-activations.js";
import type { Scope } from "./scope.js";
import { softmax } from "./softmax.js";

type Activation = (tensor: Tensor, scope: Scope) => Tensor;

/** Keras's activation functions by name; where the versions of Keras differ, `scope.keras` tells which is meant. */
export const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  ["linear", (tensor) => tensor],
  ["relu", (tensor, scope) => unary("RELU", tensor, scope)],
  ["relu6", (tensor, scope) => unary("RELU6", tensor, scope)],
  ["sigmoid", (tensor, scope) => unary("LOGISTIC", tensor, scope)],
  ["tanh", (tensor, scope) => unary("TANH", tensor, scope)],
  ["softmax", (tensor, scope) => softmax(tensor, tensor.shape.length - 1, scope)],
  ["log_softmax", (tensor, scope) => unary("LOG_SOFTMAX", tensor, scope)],
  ["hard_sigmoid", hardSigmoid],
  ["hard_swish", hardSwish],
  ["hard_silu", hardSwish],
  ["swish", swish],
  ["silu", swish],
  ["softplus", softplus],
  ["softsign", softsign],
  ["elu", (tensor, scope) => elu(tensor, 1, scope)],
  ["selu", selu],
  ["celu", celu],
  ["gelu", (tensor, scope) => gelu(tensor, { approximate: false }, scope)],
  ["exponential", (tensor, scope) => unary("EXP", tensor, scope)],
  ["mish", (tensor, scope) => binary("MUL", tensor, unary("TANH", softplus(tensor, scope), scope), scope)],
  ["leaky_relu", (tensor, scope) => leakyRelu(tensor, 0.2, scope)],
  ["hard_tanh", (tensor, scope) => clip(tensor, [-1, 1], scope)],
  ["log_sigmoid", logSigmoid],
  ["tanh_shrink", (tensor, scope) => binary("SUB", tensor, unary("TANH", tensor, scope), scope)],
]);

/** max(min(x, high), low), as TensorFlow clips. */
export function clip(
  tensor: Tensor,
  [low, high]: readonly [Tensor | number, Tensor | number],
  scope: Scope,
): Tensor {
  return binary("MAXIMUM", binary("MINIMUM", tensor, high, scope), low, scope);
}

/** min(max(0.2 x + 0.5, 0), 1) in Keras 2, relu6(x + 3) / 6 in Keras 3. */
function hardSigmoid(tensor: Tensor, scope: Scope): Tensor {
  if (scope.keras === 2) {
    const line = binary("ADD", binary("MUL", tensor, 0.2, scope), 0.5, scope);
    return clip(line, [0, 1], scope);
  }
  return binary("MUL", unary("RELU6", binary("ADD", tensor, 3, scope), scope), Math.fround(1 / 6), scope);
}

function hardSwish(tensor: Tensor, scope: Scope): Tensor {
  return unary("HARD_SWISH", tensor, scope);
}

function swish(tensor: Tensor, scope: Scope): Tensor {
  return binary("MUL", tensor, unary("LOGISTIC", tensor, scope), scope);
}

/** log(exp(x) + 1) */
export function softplus(tensor: Tensor, scope: Scope): Tensor {
  return unary("LOG", binary("ADD", unary("EXP", tensor, scope), 1, scope), scope);
}

/** x / (|x| + 1) */
function softsign(tensor: Tensor, scope: Scope): Tensor {
  return binary("DIV", tensor, binary("ADD", unary("ABS", tensor, scope), 1, scope), scope);
}

/** −softplus(−x) */
function logSigmoid(tensor: Tensor, scope: Scope): Tensor {
  return unary("NEG", softplus(unary("NEG", tensor, scope), scope), scope);
}

/** The error function's gelu, or its approximation by tanh. */
export function gelu(tensor: Tensor, { approximate }: { approximate: boolean }, scope: Scope): Tensor {
  return unary("GELU", tensor, scope, makeOptions("GeluOptions", { approximate }));
}

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;

function selu(tensor: Tensor, scope: Scope): Tensor {
  const isPositive = binary("GREATER", tensor, 0, scope);
  const positive = binary("MUL", tensor, SELU_SCALE, scope);
  const negative = binary(
    "MUL",
    binary("SUB", unary("EXP", tensor, scope), 1, scope),
    SELU_SCALE_ALPHA,
    scope,
  );
  return select(isPositive, [positive, negative], scope);
}

/** max(x, 0) + exp(min(x, 0)) − 1 */
function celu(tensor: Tensor, scope: Scope): Tensor {
  const negative = binary("SUB", unary("EXP", binary("MINIMUM", tensor, 0, scope), scope), 1, scope);
  return binary("ADD", unary("RELU", tensor, scope), negative, scope);
}
