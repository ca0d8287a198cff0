import type { KerasLayer, KerasWeight } from "../../toolkit/keras/model.js";

/** Kernel and bias of a Conv2D ([h, w, in, out]) or DepthwiseConv2D ([h, w, in, multiplier]). */
export interface Convolution {
  readonly layer: KerasLayer;
  readonly isDepthwise: boolean;
  readonly kernel: KerasWeight;
  /** Input and output channels. */
  readonly inputs: number;
  readonly outputs: number;
  /** Zeros where the layer has none. */
  readonly bias: Float32Array;
}

/** @returns `undefined` for layers of other classes, and for kernels of several groups */
export function convolutionOf(layer: KerasLayer): Convolution | undefined {
  const isDepthwise = layer.className === "DepthwiseConv2D";
  if (!isDepthwise && layer.className !== "Conv2D") return undefined;
  const kernel = layer.weights.get(isDepthwise ? "depthwise_kernel" : "kernel");
  const [, , inputs, last] = kernel?.shape ?? [];
  if (kernel === undefined || inputs === undefined || last === undefined) return undefined;
  if ((layer.config.groups ?? 1) !== 1) return undefined;
  const outputs = isDepthwise ? inputs * last : last;
  const bias = layer.weights.get("bias")?.data ?? new Float32Array(outputs);
  return { layer, isDepthwise, kernel, inputs, outputs, bias };
}

/** @returns whether a layer applies no function of its own to what it computes */
export function isLinear({ config }: KerasLayer): boolean {
  const activation = config.activation ?? "linear";
  return activation === "linear";
}

/** @returns the layer with another kernel and bias */
export function withWeights(
  { layer, isDepthwise, kernel }: Convolution,
  data: Float32Array,
  bias: Float32Array | undefined,
): KerasLayer {
  const weights = new Map(layer.weights);
  weights.set(isDepthwise ? "depthwise_kernel" : "kernel", { shape: kernel.shape, data });
  if (bias === undefined) return { ...layer, weights };
  weights.set("bias", { shape: [bias.length], data: bias });
  return { ...layer, config: { ...layer.config, use_bias: true }, weights };
}
