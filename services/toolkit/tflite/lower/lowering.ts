import type { Tensor } from "../graph.js";
import type { LayerReader } from "./layer-reader.js";
import type { Scope } from "./scope.js";

/**
 * Writes one call of a Keras layer as TensorFlow Lite operators, one for each TensorFlow operation and none of them
 * fused: the passes over the finished graph fold and fuse.
 *
 * @returns what the call gives; an input itself where the layer does nothing at inference
 */
export type Lowering = (
  layer: LayerReader,
  inputs: readonly Tensor[],
  scope: Scope,
) => Tensor | readonly Tensor[];

/** The lowerings of a group of layers, by class name. */
export type Lowerings = ReadonlyMap<string, Lowering>;
