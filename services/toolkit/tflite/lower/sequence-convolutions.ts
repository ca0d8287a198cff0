import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { activated } from "./activated.js";
import { withBias } from "./bias.js";
import { depthwiseWeights, fullWeights } from "./convolution-weights.js";
import { type Convolution, convolve, spreading } from "./convolve.js";
import { type ImageInput, imageInput, sequenceInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { pad } from "./padding.js";
import { expandDims, squeeze } from "./reshape.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";
import { convolveTransposed } from "./transposed-convolution.js";

/** Convolutions of sequences [batch, steps, channels], as those of images of one row. */
export const SEQUENCE_CONVOLUTIONS: Lowerings = new Map<string, Lowering>([
  ["Conv1D", full],
  ["DepthwiseConv1D", depthwise],
  ["SeparableConv1D", separable],
  ["Conv1DTranspose", transposedConvolution],
]);

function full(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const [length = 1] = layer.weight("kernel").shape;
  const { sequence, ...settings } = causal(layer, sequenceInput(layer, inputs).sequence, length, scope);
  const weights = fullWeights(layer.weight("kernel"), scope);
  const isSpread = settings.dilation[1] > 1 && sequence.signature !== undefined;
  const convolved = isSpread
    ? convolveSpread({ sequence, weights, ...settings }, scope)
    : squeeze(convolve({ ...settings, ...rowOf(sequence, -3, scope), weights }, scope), 1, scope);
  return activated(withBias(convolved, layer, scope), layer, scope);
}

function depthwise(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const row = withBias(depthwiseConvolved(layer, inputs, scope), layer, scope);
  return activated(squeeze(row, 1, scope), layer, scope);
}

function separable(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = imageInput(layer, [depthwiseConvolved(layer, inputs, scope)]);
  const weights = fullWeights(layer.weight("pointwise_kernel"), scope);
  const row = convolve({ input, weights, strides: [1, 1], dilation: [1, 1], padding: "valid" }, scope);
  return activated(squeeze(withBias(row, layer, scope), 1, scope), layer, scope);
}

function depthwiseConvolved(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const kernel = layer.weight("depthwise_kernel");
  const [length = 1] = kernel.shape;
  const { sequence, strides, ...settings } = causal(
    layer,
    sequenceInput(layer, inputs).sequence,
    length,
    scope,
  );
  const [, stride] = strides;
  const weights = depthwiseWeights(kernel, scope);
  return convolve(
    { ...settings, ...rowOf(sequence, 1, scope), ...weights, strides: [stride, stride] },
    scope,
  );
}

function transposedConvolution(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const { sequence, batch } = sequenceInput(layer, inputs);
  if (one(layer, "dilation_rate", 1) !== 1)
    throw layer.unsupported("is dilated, which TensorFlow Lite has no operator for");
  const { data, shape } = layer.weight("kernel");
  const row = convolveTransposed(
    {
      ...rowOf(sequence, 1, scope),
      kernel: { data, shape: [1, ...shape] },
      strides: [1, one(layer, "strides", 1)],
      padding: layer.choice("padding", ["valid", "same"], "valid"),
      extra: layer.value("output_padding") === undefined ? undefined : [0, one(layer, "output_padding", 0)],
    },
    scope,
  );
  const convolved = batch === -1 && scope.keras === 2 ? squeezeLate(row, scope) : squeeze(row, 1, scope);
  return activated(withBias(convolved, layer, scope), layer, scope);
}

/** The sizes of what Keras 2 makes are not known to TensorFlow, which then takes the row out at run time. */
function squeezeLate(row: Tensor, scope: Scope): Tensor {
  return scope.emit({
    op: "SQUEEZE",
    inputs: [row],
    sizes: sizesOf(row).toSpliced(1, 1),
    options: makeOptions("SqueezeOptions", { squeezeDims: [1] }),
  });
}

/** A sequence as an image of one row. */
function rowOf(sequence: Tensor, axis: number, scope: Scope): { input: ImageInput } {
  const [batch = 1, width = 1, channels = 1] = sizesOf(sequence);
  return { input: { image: expandDims(sequence, axis, scope), batch, height: 1, width, channels } };
}

interface Settings extends Pick<Convolution, "strides" | "dilation" | "padding"> {
  readonly sequence: Tensor;
}

/** A layer's settings for rows; with padding "causal" zeros are put before the sequence, none after it. */
function causal(layer: LayerReader, sequence: Tensor, length: number, scope: Scope): Settings {
  const stride = one(layer, "strides", 1);
  const rate = one(layer, "dilation_rate", 1);
  if (stride > 1 && rate > 1) throw layer.unsupported(`has strides of ${stride} and a dilation of ${rate}`);
  const padding = layer.choice("padding", ["valid", "same", "causal"], "valid");
  const settings = { strides: [1, stride], dilation: [1, rate] } as const;
  if (padding !== "causal") return { ...settings, sequence, padding };
  return { ...settings, sequence: pad(sequence, [[(length - 1) * rate, 0]], scope), padding: "valid" };
}

function one(layer: LayerReader, key: string, fallback: number): number {
  return layer.integers(key, 1, fallback)[0] ?? fallback;
}

interface SpreadConvolution extends Settings {
  readonly weights: Tensor;
}

/** A dilated convolution where the batch is unknown: the sequence is spread into the batch before it becomes a row. */
function convolveSpread({ sequence, weights, dilation, padding }: SpreadConvolution, scope: Scope): Tensor {
  const [, rate] = dilation;
  const [batch = 1, steps = 1, channels = 1] = sizesOf(sequence);
  const { paddings, crops, spread, result } = spreading(steps, weights.shape[2] ?? 1, rate, padding);
  const blocks = scope.constant("block_shape", Int32Array.of(rate));
  const parts = scope.emit({
    op: "SPACE_TO_BATCH_ND",
    inputs: [sequence, blocks, scope.constant("paddings", Int32Array.from(paddings), [1, 2])],
    sizes: [batch, spread, channels],
    options: makeOptions("SpaceToBatchNDOptions"),
  });
  const row = convolve(
    { ...rowOf(parts, -3, scope), weights, strides: [1, 1], dilation: [1, 1], padding: "valid" },
    scope,
  );
  return scope.emit({
    op: "BATCH_TO_SPACE_ND",
    inputs: [squeeze(row, 1, scope), blocks, scope.constant("crops", Int32Array.from(crops), [1, 2])],
    sizes: [batch, result, weights.shape[0] ?? 1],
    options: makeOptions("BatchToSpaceNDOptions"),
  });
}
