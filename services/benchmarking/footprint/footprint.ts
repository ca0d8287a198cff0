import type { Kernel, Network, Weight } from "../kernel.js";
import { liveBytes } from "./lifetime.js";

export interface LayerFootprint {
  readonly name: string;
  readonly op: string;
  readonly output_shape: readonly number[];
  readonly macc: number;
  /** Weights that no earlier layer uses already. */
  readonly weights_bytes: number;
  /** All activations that live while the layer runs. */
  readonly activation_bytes: number;
}

export interface Footprint {
  readonly layers: readonly LayerFootprint[];
  readonly macc: number;
  readonly weightsBytes: number;
  readonly activationBytes: number;
}

/** What a network takes on the board: an estimate from its graph alone, without a compiler's knowledge. */
export function footprintOf(network: Network): Footprint {
  const live = liveBytes(network);
  const seen = new Set<string>();
  const layers = network.kernels.map((kernel, at) =>
    layerOf(kernel, newWeights(kernel, seen), live[at] ?? 0),
  );
  const total = (value: (layer: LayerFootprint) => number) =>
    layers.reduce((sum, layer) => sum + value(layer), 0);
  const ends = [...network.inputs, ...network.outputs].map(({ bytes }) => bytes);
  return {
    layers,
    macc: total((layer) => layer.macc),
    weightsBytes: total((layer) => layer.weights_bytes),
    activationBytes: Math.max(0, ...ends, ...live),
  };
}

function newWeights({ weights }: Kernel, seen: Set<string>): readonly Weight[] {
  return weights.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function layerOf(kernel: Kernel, weights: readonly Weight[], activation_bytes: number): LayerFootprint {
  return {
    name: kernel.name,
    op: kernel.op,
    output_shape: kernel.shape,
    macc: kernel.macc,
    weights_bytes: weights.reduce((sum, { bytes }) => sum + bytes, 0),
    activation_bytes,
  };
}
