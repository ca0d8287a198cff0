import { elementCount } from "../../tensor/element-count.js";
import type { Tensor } from "../graph.js";
import { shapeAfterBatch } from "./batch-shape.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { expandDims, reshape } from "./reshape.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";
import { transpose } from "./transpose.js";

/** The same values in another shape or order. */
export const RESHAPING: Lowerings = new Map<string, Lowering>([
  ["Flatten", flatten],
  ["Reshape", reshapeLayer],
  ["Permute", permute],
  ["RepeatVector", repeatVector],
]);

function flatten(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  layer.choice("data_format", ["channels_last"], "channels_last");
  const [batch = 1, ...rest] = sizesOf(input);
  const sizes = [batch, elementCount(rest)];
  if (scope.keras === 2) return reshape(input, sizes, scope, openShape(sizes, scope));
  return rest.length === 1 ? input : reshape(input, sizes, scope, shapeAfterBatch(input, sizes, scope));
}

/** Keras 2 leaves the batch of a flat tensor to be found at run time even where it is known. */
function openShape([, count = 1]: readonly number[], scope: Scope): Tensor {
  return scope.constant("shape", Int32Array.of(-1, count));
}

function reshapeLayer(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  const [batch = 1, ...rest] = sizesOf(input);
  const sizes = [batch, ...targetShape(layer, elementCount(rest))];
  return reshape(input, sizes, scope, shapeAfterBatch(input, sizes, scope));
}

/** Keras's `target_shape`, with the one size that may be -1 found from the number of values. */
function targetShape(layer: LayerReader, count: number): readonly number[] {
  const target = layer.value("target_shape");
  const sizes: readonly unknown[] = Array.isArray(target) ? target : [target];
  const known = sizes.map((size) => (typeof size === "number" && Number.isInteger(size) ? size : Number.NaN));
  const open = known.indexOf(-1);
  const full = open === -1 ? known : known.with(open, count / elementCount(known.toSpliced(open, 1)));
  if (elementCount(full) === count && full.every((size) => Number.isInteger(size) && size > 0)) return full;
  throw layer.unsupported(
    `has target_shape: ${JSON.stringify(target) ?? "nothing"}, which its input of ${count} values does not fit`,
  );
}

function permute(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  const rank = input.shape.length;
  const order = [0, ...layer.integers("dims", rank - 1, 1)];
  if (new Set(order).size !== rank || order.some((axis) => axis < 0 || axis >= rank))
    throw layer.unsupported(
      `has dims: ${JSON.stringify(order.slice(1))}, which do not name each of 1 to ${rank - 1} once`,
    );
  return order.every((axis, index) => axis === index) ? input : transpose(input, order, scope);
}

function repeatVector(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const vector = onlyInput(layer, inputs);
  const [batch, features, ...more] = sizesOf(vector);
  if (batch === undefined || features === undefined || more.length > 0)
    throw layer.unsupported(`has an input of ${vector.shape.length} dimensions, where 2 are supported`);
  const times = layer.number("n");
  const multiples = scope.constant("multiples", Int32Array.of(1, times, 1));
  return scope.emit({
    op: "TILE",
    inputs: [expandDims(vector, 1, scope), multiples],
    sizes: [batch, times, features],
  });
}
