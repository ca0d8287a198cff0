import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { type Binary, binary } from "./arithmetic.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { expandDims } from "./reshape.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** Several tensors made one. */
export const MERGING: Lowerings = new Map<string, Lowering>([
  ["Add", oneByOne("ADD")],
  ["Multiply", oneByOne("MUL")],
  ["Maximum", oneByOne("MAXIMUM")],
  ["Minimum", oneByOne("MINIMUM")],
  ["Average", average],
  ["Subtract", subtract],
  ["Concatenate", (layer, inputs, scope) => concatenate(inputs, axisOf(layer, inputs), scope)],
]);

function oneByOne(op: Binary): Lowering {
  return (layer, inputs, scope) =>
    ofOneRank(atLeast(2, layer, inputs), scope).reduce((merged, next) => binary(op, merged, next, scope));
}

function average(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const sum = ofOneRank(atLeast(2, layer, inputs), scope).reduce((merged, next) =>
    binary("ADD", merged, next, scope),
  );
  return binary("MUL", sum, 1 / inputs.length, scope);
}

function subtract(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const [left, right, ...more] = ofOneRank(atLeast(2, layer, inputs), scope);
  if (left === undefined || right === undefined || more.length > 0)
    throw layer.unsupported(`is called on ${inputs.length} tensors, where two are supported`);
  return binary("SUB", left, right, scope);
}

/** Tensors of fewer axes get theirs after the batch, as in Keras. */
function ofOneRank(inputs: readonly Tensor[], scope: Scope): readonly Tensor[] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return inputs.map((input) => {
    let grown = input;
    while (grown.shape.length < rank) grown = expandDims(grown, 1, scope);
    return grown;
  });
}

/** Tensors one behind another along an axis, counted from the first. */
export function concatenate(inputs: readonly Tensor[], axis: number, scope: Scope): Tensor {
  const [first, ...others] = inputs;
  if (first === undefined || others.length === 0) throw new RangeError("two tensors at least");
  const sizes = sizesOf(first).map((size, index) =>
    index === axis ? inputs.reduce((sum, { shape }) => sum + (shape[index] ?? 0), 0) : size,
  );
  return scope.emit({
    op: "CONCATENATION",
    inputs,
    sizes,
    options: makeOptions("ConcatenationOptions", { axis }),
  });
}

function axisOf(layer: LayerReader, inputs: readonly Tensor[]): number {
  const rank = atLeast(2, layer, inputs)[0]?.shape.length ?? 0;
  const axis = layer.integers("axis", 1, -1)[0] ?? -1;
  const counted = axis < 0 ? axis + rank : axis;
  if (counted > 0 && counted < rank) return counted;
  throw layer.unsupported(`joins along axis ${axis} of ${rank}, where one after the batch is supported`);
}

function atLeast(count: number, layer: LayerReader, inputs: readonly Tensor[]): readonly Tensor[] {
  if (inputs.length >= count) return inputs;
  throw layer.unsupported(`is called on ${inputs.length} tensors, where ${count} or more are supported`);
}
