import { elementCount } from "../../tensor/element-count.js";
import type { Tensor } from "../graph.js";
import { type ConstantOperand, withConstant } from "./constant-operand.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";

/** Inputs scaled and moved by constants of the layer. */
export const SCALING: Lowerings = new Map<string, Lowering>([
  ["Rescaling", rescaling],
  ["Normalization", normalization],
]);

/** x · scale + offset. */
function rescaling(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  const scaled = withConstant("MUL", input, operandOf(layer, "scale", input), scope);
  return withConstant("ADD", scaled, operandOf(layer, "offset", input), scope);
}

/** A number, or a list of them for the last axis. */
function operandOf(layer: LayerReader, key: "scale" | "offset", input: Tensor): ConstantOperand {
  const value = layer.value(key) ?? (key === "scale" ? 1 : 0);
  if (typeof value === "number") return { data: Float32Array.of(value), shape: [] };
  const numbers = numbersOf(value);
  const channels = input.shape.at(-1) ?? 1;
  if (numbers !== undefined && (numbers.length === channels || numbers.length === 1))
    return { data: Float32Array.from(numbers), shape: [numbers.length] };
  throw layer.unsupported(
    `has ${key}: ${JSON.stringify(value)}, where a number or ${channels} numbers are supported`,
  );
}

/** (x − mean) / √variance along some axes, or its inverse. */
function normalization(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  const shape = keptShape(layer, input);
  const mean = { data: statistic(layer, "mean", shape), shape };
  const deviation = statistic(layer, "variance", shape).map((variance) =>
    Math.max(Math.sqrt(variance), EPSILON),
  );
  if (layer.flag("invert", false)) {
    const spread = withConstant("MUL", input, { data: deviation, shape }, scope);
    return withConstant("ADD", spread, mean, scope);
  }
  const centred = withConstant("SUB", input, mean, scope);
  return withConstant("MUL", centred, { data: deviation.map((value) => 1 / value), shape }, scope);
}

/** Keras divides by this where the variance is zero (its backend's `epsilon()`). */
const EPSILON = 1e-7;

/** The input's shape with 1 for the axes that are averaged over: all but those that `axis` names. */
function keptShape(layer: LayerReader, input: Tensor): readonly number[] {
  const rank = input.shape.length;
  const axis = Object.hasOwn(layer.layer.config, "axis") ? (layer.value("axis") ?? []) : -1;
  const axes = numbersOf(Array.isArray(axis) ? axis : [axis]);
  const kept = axes?.map((one) => (one < 0 ? one + rank : one));
  if (kept?.every((one) => one > 0 && one < rank))
    return input.shape.map((size, index) => (kept.includes(index) ? size : 1));
  throw layer.unsupported(
    `has axis: ${JSON.stringify(axis)}, where axes of its input, the batch apart, are supported`,
  );
}

/** The values of `mean` or `variance`, given in the config or learnt, one for each place of `shape`. */
function statistic(layer: LayerReader, role: "mean" | "variance", shape: readonly number[]): Float32Array {
  const count = elementCount(shape);
  const given = layer.value(role);
  const values = given === undefined ? layer.weight(role).data : numbersOf([given].flat(shape.length));
  if (values?.length === count) return Float32Array.from(values);
  if (values?.length === 1) return new Float32Array(count).fill(values[0] ?? 0);
  throw layer.unsupported(
    `has ${values?.length ?? "unreadable"} values of ${role} for the shape (${shape.join(", ")})`,
  );
}

function numbersOf(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === "number") ? value : undefined;
}
