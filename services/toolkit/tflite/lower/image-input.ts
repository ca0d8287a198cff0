import type { Tensor } from "../graph.js";
import type { LayerReader } from "./layer-reader.js";
import { sizesOf } from "./sizes.js";

/** A layer's only input, [batch, height, width, channels]. */
export interface ImageInput {
  readonly image: Tensor;
  /** -1 where it is unknown. */
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** @returns the input of a layer that works on images; another rank or `channels_first` is an error that says so */
export function imageInput(layer: LayerReader, inputs: readonly Tensor[]): ImageInput {
  const image = onlyInput(layer, inputs);
  layer.choice("data_format", ["channels_last"], "channels_last");
  const [batch, height, width, channels, ...more] = sizesOf(image);
  if (
    batch === undefined ||
    height === undefined ||
    width === undefined ||
    channels === undefined ||
    more.length
  )
    throw layer.unsupported(`has an input of ${image.shape.length} dimensions, where 4 are supported`);
  return { image, batch, height, width, channels };
}

/** A layer's only input, [batch, steps, channels]. */
export interface SequenceInput {
  readonly sequence: Tensor;
  /** -1 where it is unknown. */
  readonly batch: number;
  readonly steps: number;
  readonly channels: number;
}

/** @returns the input of a layer that works on sequences; another rank or `channels_first` is an error that says so */
export function sequenceInput(layer: LayerReader, inputs: readonly Tensor[]): SequenceInput {
  const sequence = onlyInput(layer, inputs);
  layer.choice("data_format", ["channels_last"], "channels_last");
  const [batch, steps, channels, ...more] = sizesOf(sequence);
  if (batch === undefined || steps === undefined || channels === undefined || more.length)
    throw layer.unsupported(`has an input of ${sequence.shape.length} dimensions, where 3 are supported`);
  return { sequence, batch, steps, channels };
}

/** @returns the input of a layer that takes one */
export function onlyInput(layer: LayerReader, inputs: readonly Tensor[]): Tensor {
  const [input, ...more] = inputs;
  if (input === undefined || more.length > 0)
    throw layer.unsupported(`is called on ${inputs.length} tensors, where one is supported`);
  return input;
}
