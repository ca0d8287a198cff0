import type { Tensor } from "../graph.js";
import { activated } from "./activated.js";
import { withBias } from "./bias.js";
import { depthwiseWeights, fullWeights } from "./convolution-weights.js";
import { type Convolution, convolve } from "./convolve.js";
import { type ImageInput, imageInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";

export const CONVOLUTIONS: Lowerings = new Map<string, Lowering>([
  ["Conv2D", full],
  ["DepthwiseConv2D", depthwise],
  ["SeparableConv2D", separable],
]);

function full(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = imageInput(layer, inputs);
  const kernel = layer.weight("kernel");
  layer.expectChannels((kernel.shape[2] ?? 0) * layer.number("groups", 1), input.channels);
  const weights = fullWeights(kernel, scope);
  const convolved = convolve({ ...settingsOf(layer), input, weights }, scope);
  return activated(withBias(convolved, layer, scope), layer, scope);
}

function depthwise(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const convolved = depthwiseConvolved(layer, imageInput(layer, inputs), scope);
  return activated(withBias(convolved, layer, scope), layer, scope);
}

function separable(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = imageInput(layer, inputs);
  const image = depthwiseConvolved(layer, input, scope);
  const convolved = convolve(
    {
      input: imageInput(layer, [image]),
      weights: fullWeights(layer.weight("pointwise_kernel"), scope),
      strides: [1, 1],
      dilation: [1, 1],
      padding: "valid",
    },
    scope,
  );
  return activated(withBias(convolved, layer, scope), layer, scope);
}

function depthwiseConvolved(layer: LayerReader, input: ImageInput, scope: Scope): Tensor {
  const kernel = layer.weight("depthwise_kernel");
  layer.expectChannels(kernel.shape[2], input.channels);
  const weights = depthwiseWeights(kernel, scope);
  return convolve({ ...settingsOf(layer), input, ...weights }, scope);
}

function settingsOf(layer: LayerReader): Pick<Convolution, "strides" | "dilation" | "padding"> {
  const strides = layer.pair("strides", 1);
  const dilation = layer.pair("dilation_rate", 1);
  if (Math.max(...strides) > 1 && Math.max(...dilation) > 1)
    throw layer.unsupported(
      `has strides of ${strides.join(" × ")} and a dilation of ${dilation.join(" × ")}`,
    );
  return { strides, dilation, padding: layer.choice("padding", ["valid", "same"], "valid") };
}
