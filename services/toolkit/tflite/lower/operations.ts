import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { ACTIVATIONS, clip, gelu } from "./activations.js";
import { type Binary, binary, type Unary, unary } from "./arithmetic.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { concatenate } from "./merging.js";
import { OperationReader } from "./operation-reader.js";
import { pad } from "./padding.js";
import { elu, leakyRelu } from "./parametric-activations.js";
import { relu } from "./relu.js";
import { reshape } from "./reshape.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";
import { softmax } from "./softmax.js";
import { transpose } from "./transpose.js";

type Function = (call: OperationReader, scope: Scope) => Tensor;

/** Functions by name without the module's, in small letters and without underscores. */
const FUNCTIONS: ReadonlyMap<string, Function> = new Map<string, Function>([
  ...[...ACTIVATIONS].map(([name, activation]): [string, Function] => [
    plainName(name),
    (call, scope) => activation(only(call), scope),
  ]),
  ["relu", rectified],
  ["elu", (call, scope) => elu(first(call), call.number(1, 1, "alpha"), scope)],
  ["add", arithmetic("ADD")],
  ["subtract", arithmetic("SUB")],
  ["sub", arithmetic("SUB")],
  ["multiply", arithmetic("MUL")],
  ["mul", arithmetic("MUL")],
  ["maximum", arithmetic("MAXIMUM")],
  ["minimum", arithmetic("MINIMUM")],
  ["squareddifference", arithmetic("SQUARED_DIFFERENCE")],
  ["divide", quotient],
  ["truediv", quotient],
  ["truedivide", quotient],
  ["pow", power],
  ["power", power],
  ["abs", onEach("ABS")],
  ["absolute", onEach("ABS")],
  ["exp", onEach("EXP")],
  ["log", onEach("LOG")],
  ["neg", onEach("NEG")],
  ["negative", onEach("NEG")],
  ["sqrt", onEach("SQRT")],
  ["rsqrt", onEach("RSQRT")],
  ["square", onEach("SQUARE")],
  ["floor", onEach("FLOOR")],
  ["sin", onEach("SIN")],
  ["cos", onEach("COS")],
  ["clip", clipped],
  ["clipbyvalue", clipped],
  ["leakyrelu", leaky],
  ["gelu", gelus],
  ["softmax", softmaxes],
  ["mean", reduce("MEAN")],
  ["reducemean", reduce("MEAN")],
  ["sum", reduce("SUM")],
  ["reducesum", reduce("SUM")],
  ["max", reduce("REDUCE_MAX")],
  ["reducemax", reduce("REDUCE_MAX")],
  ["concat", concatenated],
  ["concatenate", concatenated],
  ["reshape", reshaped],
  ["transpose", (call, scope) => transpose(first(call), call.integers(1, "perm", "axes"), scope)],
  ["pad", padded],
  ["identity", first],
  ["stopgradient", first],
]);

/** Function calls among the layers. */
export const OPERATIONS: Lowerings = new Map<string, Lowering>([
  ["TFOpLambda", call],
  ["Operation", call],
]);

function call(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const { operation } = layer.layer;
  if (operation === undefined) throw layer.unsupported("does not tell which function it calls");
  const name = plainName(operation.function.slice(operation.function.lastIndexOf(".") + 1));
  const lowered = FUNCTIONS.get(name);
  if (lowered !== undefined) return lowered(new OperationReader(layer, operation, inputs), scope);
  throw layer.unsupported(`calls ${operation.function}`, { names: [...FUNCTIONS.keys()], given: name });
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}

/** The tensor that a function is called on; Keras and TensorFlow have these names for it. */
function first(call: OperationReader): Tensor {
  return call.tensor(0, "x", "x1", "input", "inputs", "features", "tensor", "logits", "t", "a");
}

/** The tensor of a function that has nothing to set, or that is called with what it has by default. */
function only(call: OperationReader): Tensor {
  call.expectDefaults({ axis: -1, alpha: 1 });
  return first(call);
}

/** The settings are those of the layer ReLU. */
function rectified(call: OperationReader, scope: Scope): Tensor {
  const settings = {
    negativeSlope: call.number(0, 1, "negative_slope", "alpha"),
    maxValue: call.constant(2, "max_value") === undefined ? undefined : call.number(0, 2, "max_value"),
    threshold: call.number(0, 3, "threshold"),
  };
  return relu(first(call), settings, scope);
}

function onEach(op: Unary): Function {
  return (call, scope) => unary(op, only(call), scope);
}

const COMMUTATIVE: ReadonlySet<Binary> = new Set<Binary>(["ADD", "MUL", "MAXIMUM", "MINIMUM"]);

/** TensorFlow puts a constant second where the order does not matter. */
function arithmetic(op: Binary): Function {
  return (call, scope) => {
    const left = call.operand(scope, 0, "x", "x1");
    const right = call.operand(scope, 1, "y", "x2");
    const isTurned = COMMUTATIVE.has(op) && isConstant(left);
    return isTurned ? binary(op, right, left, scope) : binary(op, left, right, scope);
  };
}

function isConstant(operand: Tensor | number): boolean {
  return typeof operand === "number" || operand.data !== undefined;
}

/** TensorFlow multiplies by the reciprocal of a constant. */
function quotient(call: OperationReader, scope: Scope): Tensor {
  const left = call.operand(scope, 0, "x", "x1");
  const right = call.operand(scope, 1, "y", "x2");
  if (typeof right === "number") return binary("MUL", left, 1 / Math.fround(right), scope);
  if (!(right.data instanceof Float32Array)) return binary("DIV", left, right, scope);
  const reciprocal = scope.constant(
    "operand",
    right.data.map((value) => 1 / value),
    right.shape,
  );
  return binary("MUL", left, reciprocal, scope);
}

function power(call: OperationReader, scope: Scope): Tensor {
  const exponent = call.operand(scope, 1, "y", "x2");
  if (exponent === 1) return first(call);
  if (exponent === 2) return binary("MUL", first(call), first(call), scope);
  return binary("POW", first(call), exponent, scope);
}

function clipped(call: OperationReader, scope: Scope): Tensor {
  const low = call.operand(scope, 1, "clip_value_min", "x_min");
  return clip(first(call), [low, call.operand(scope, 2, "clip_value_max", "x_max")], scope);
}

function leaky(call: OperationReader, scope: Scope): Tensor {
  return leakyRelu(first(call), call.number(0.2, 1, "alpha", "negative_slope"), scope);
}

function gelus(call: OperationReader, scope: Scope): Tensor {
  const given = call.constant(1, "approximate");
  return gelu(first(call), { approximate: given === undefined ? scope.keras === 3 : given === true }, scope);
}

function softmaxes(call: OperationReader, scope: Scope): Tensor {
  const tensor = first(call);
  return softmax(tensor, counted(call.number(-1, 1, "axis"), tensor.shape.length), scope);
}

function counted(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function reduce(op: "MEAN" | "SUM" | "REDUCE_MAX"): Function {
  return (call, scope) => {
    const tensor = first(call);
    const axes = call.integers(1, "axis");
    const places = new Set(axes.map((axis) => counted(axis, tensor.shape.length)));
    const keepDims = call.constant(2, "keepdims") === true;
    const sizes = sizesOf(tensor).flatMap((size, axis) => {
      if (!places.has(axis)) return size;
      return keepDims ? 1 : [];
    });
    const constant = scope.constant("axes", Int32Array.from(axes));
    return scope.emit({
      op,
      inputs: [tensor, constant],
      sizes,
      options: makeOptions("ReducerOptions", { keepDims }),
    });
  };
}

function concatenated(call: OperationReader, scope: Scope): Tensor {
  const tensors = call.tensors(0, "values", "xs");
  const axis = counted(call.number(-1, 1, "axis"), tensors[0]?.shape.length ?? 0);
  return tensors.length === 1 && tensors[0] ? tensors[0] : concatenate(tensors, axis, scope);
}

/** -1 stands for the batch, or for the one size that follows from the others. */
function reshaped(call: OperationReader, scope: Scope): Tensor {
  const tensor = first(call);
  const given = call.integers(1, "shape", "newshape");
  const known = sizesOf(tensor);
  const batch = known[0] ?? -1;
  const count = (sizes: readonly number[]) => sizes.reduce((product, size) => product * Math.abs(size), 1);
  const [leading, ...rest] = given;
  if (leading === -1 && !rest.includes(-1) && count(rest) === count(known.slice(1)))
    return reshape(tensor, [batch, ...rest], scope);
  const missing = count(known) / count(given);
  if (!known.includes(-1) && Number.isInteger(missing))
    return reshape(
      tensor,
      given.map((size) => (size === -1 ? missing : size)),
      scope,
    );
  throw call.unreadable(
    "shape",
    call.argument(1, "shape", "newshape"),
    "-1 for the batch and sizes after it",
  );
}

function padded(call: OperationReader, scope: Scope): Tensor {
  const amounts = call.integers(1, "paddings", "pad_width");
  const mode = String(call.constant(2, "mode") ?? "constant").toLowerCase();
  const pairs = Array.from({ length: amounts.length / 2 }, (_, axis): [number, number] => [
    amounts[2 * axis] ?? 0,
    amounts[2 * axis + 1] ?? 0,
  ]);
  const tensor = first(call);
  const outer = [...(pairs.at(0) ?? []), ...(pairs.at(-1) ?? [])];
  const isPlain = mode === "constant" && call.number(0, 3, "constant_values") === 0;
  if (isPlain && pairs.length === tensor.shape.length && outer.every((amount) => amount === 0))
    return pad(tensor, pairs.slice(1, -1), scope);
  throw call.unreadable(
    "paddings",
    call.argument(1, "paddings", "pad_width"),
    "zeros between the batch and the channels",
  );
}
