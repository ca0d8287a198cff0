import type { Tensor } from "../graph.js";
import { PADDING } from "../schema/enumerations.js";
import { makeOptions } from "../schema/options.js";
import type { ImageInput } from "./image-input.js";
import { pooledSize } from "./pooled-size.js";
import type { Scope } from "./scope.js";

type Pair = readonly [rows: number, columns: number];

export interface Convolution {
  readonly input: ImageInput;
  /** OHWI, or 1HWO with `multiplier`. */
  readonly weights: Tensor;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: "same" | "valid";
  /** How many output channels an input channel has; of a depthwise convolution only. */
  readonly multiplier?: number;
}

/** A convolution with a bias of zeros, which a bias added afterwards is folded into. */
export function convolve(convolution: Convolution, scope: Scope): Tensor {
  const { dilation, input } = convolution;
  if (dilation.every((rate) => rate === 1) || input.batch !== -1) return emit(convolution, scope);
  return convolveSpread(convolution, scope);
}

function emit({ input, weights, strides, dilation, padding, multiplier }: Convolution, scope: Scope): Tensor {
  const [, rows = 1, columns = 1] = weights.shape;
  const channels = (multiplier === undefined ? weights.shape[0] : weights.shape[3]) ?? 1;
  const scheme = padding === "same" ? PADDING.SAME : PADDING.VALID;
  const sizes = [
    input.batch,
    pooledSize(input.height, (rows - 1) * dilation[0] + 1, strides[0], scheme),
    pooledSize(input.width, (columns - 1) * dilation[1] + 1, strides[1], scheme),
    channels,
  ];
  const options = {
    padding: scheme,
    strideH: strides[0],
    strideW: strides[1],
    dilationHFactor: dilation[0],
    dilationWFactor: dilation[1],
  };
  const inputs = [input.image, weights, scope.constant("zero_bias", new Float32Array(channels))];
  if (multiplier === undefined)
    return scope.emit({ op: "CONV_2D", inputs, sizes, options: makeOptions("Conv2DOptions", options) });
  return scope.emit({
    op: "DEPTHWISE_CONV_2D",
    inputs,
    sizes,
    options: makeOptions("DepthwiseConv2DOptions", { ...options, depthMultiplier: multiplier }),
  });
}

/**
 * A dilated convolution as TensorFlow writes it where the batch is unknown: the places that a filter takes together are
 * moved into the batch, which is convolved without dilation.
 */
function convolveSpread(convolution: Convolution, scope: Scope): Tensor {
  const { input, weights, dilation, padding } = convolution;
  const rows = spreading(input.height, weights.shape[1] ?? 1, dilation[0], padding);
  const columns = spreading(input.width, weights.shape[2] ?? 1, dilation[1], padding);
  const blocks = scope.constant("block_shape", Int32Array.from(dilation));
  const spread = scope.emit({
    op: "SPACE_TO_BATCH_ND",
    inputs: [input.image, blocks, margins("paddings", [rows.paddings, columns.paddings], scope)],
    sizes: [-1, rows.spread, columns.spread, input.channels],
  });
  const image = { ...input, image: spread, height: rows.spread, width: columns.spread };
  const convolved = emit({ ...convolution, input: image, dilation: [1, 1], padding: "valid" }, scope);
  return scope.emit({
    op: "BATCH_TO_SPACE_ND",
    inputs: [convolved, blocks, margins("crops", [rows.crops, columns.crops], scope)],
    sizes: [-1, rows.result, columns.result, convolved.shape[3] ?? 1],
  });
}

function margins(label: string, pairs: readonly Pair[], scope: Scope): Tensor {
  return scope.constant(label, Int32Array.from(pairs.flat()), [pairs.length, 2]);
}

export interface Spreading {
  readonly paddings: Pair;
  readonly crops: Pair;
  /** Sizes of the spread image and of the result. */
  readonly spread: number;
  readonly result: number;
}

/** TensorFlow's `required_space_to_batch_paddings`: the padded size is a multiple of the rate, the rest is cut off. */
export function spreading(size: number, filter: number, rate: number, padding: "same" | "valid"): Spreading {
  const reach = (filter - 1) * rate;
  const begin = padding === "same" ? Math.floor(reach / 2) : 0;
  const end = padding === "same" ? reach - begin : 0;
  const extra = (rate - ((begin + size + end) % rate)) % rate;
  return {
    paddings: [begin, end + extra],
    crops: [0, extra],
    spread: (begin + size + end + extra) / rate,
    result: begin + size + end - reach,
  };
}
