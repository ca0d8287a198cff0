import type { Tensor } from "../graph.js";
import { binary } from "./arithmetic.js";
import type { LayerReader } from "./layer-reader.js";
import type { Scope } from "./scope.js";

/** A tensor with the layer's bias added to its last axis, if the layer has one. */
export function withBias(tensor: Tensor, layer: LayerReader, scope: Scope): Tensor {
  if (!layer.flag("use_bias", true)) return tensor;
  const { data } = layer.weight("bias");
  const bias = scope.shared(data, () => scope.constant("bias", data));
  return binary("ADD", tensor, bias, scope);
}
