import type { KerasWeight } from "../../keras/model.js";
import type { Tensor } from "../graph.js";
import { PADDING } from "../schema/enumerations.js";
import { makeOptions } from "../schema/options.js";
import { activated } from "./activated.js";
import { shapeAfterBatch } from "./batch-shape.js";
import { withBias } from "./bias.js";
import { type ImageInput, imageInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";
import { exchanged } from "./transposed.js";

export const TRANSPOSED_CONVOLUTIONS: Lowerings = new Map<string, Lowering>([
  ["Conv2DTranspose", transposedConvolution],
]);

function transposedConvolution(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  if (layer.pair("dilation_rate", 1).some((rate) => rate !== 1))
    throw layer.unsupported("is dilated, which TensorFlow Lite has no operator for");
  const extra = layer.value("output_padding") === undefined ? undefined : layer.pair("output_padding", 0);
  const grown = convolveTransposed(
    {
      input: imageInput(layer, inputs),
      kernel: layer.weight("kernel"),
      strides: layer.pair("strides", 1),
      padding: layer.choice("padding", ["valid", "same"], "valid"),
      extra,
    },
    scope,
  );
  return activated(withBias(grown, layer, scope), layer, scope);
}

export interface TransposedConvolution {
  readonly input: ImageInput;
  /** HWOI. */
  readonly kernel: KerasWeight;
  readonly strides: readonly [rows: number, columns: number];
  readonly padding: "same" | "valid";
  /** Keras's `output_padding`, undefined where the layer leaves it to the padding. */
  readonly extra?: readonly [rows: number, columns: number] | undefined;
}

/** A transposed convolution without a bias. */
export function convolveTransposed(
  { input, kernel, strides, padding, extra }: TransposedConvolution,
  scope: Scope,
): Tensor {
  const { image, batch, height, width } = input;
  const [rows = 1, columns = 1, filters = 1] = kernel.shape;
  const sizes = [
    batch,
    grownSize(height, { filter: rows, stride: strides[0], padding, extra: extra?.[0] }),
    grownSize(width, { filter: columns, stride: strides[1], padding, extra: extra?.[1] }),
    filters,
  ];
  return scope.emit({
    op: "TRANSPOSE_CONV",
    inputs: [shapeAfterBatch(image, sizes, scope), weightsOf(kernel, scope), image],
    sizes,
    type: "FLOAT32",
    options: makeOptions("TransposeConvOptions", {
      padding: padding === "same" ? PADDING.SAME : PADDING.VALID,
      strideH: strides[0],
      strideW: strides[1],
    }),
  });
}

/** HWOI as OHWI. */
function weightsOf({ data, shape }: KerasWeight, scope: Scope): Tensor {
  const [rows = 1, columns = 1, filters = 1, channels = 1] = shape;
  return scope.shared(data, () =>
    scope.constant("weights", exchanged(data, [rows * columns, filters, channels]), [
      filters,
      rows,
      columns,
      channels,
    ]),
  );
}

interface Growth {
  readonly filter: number;
  readonly stride: number;
  readonly padding: "same" | "valid";
  /** Keras's `output_padding`, undefined where the layer leaves it to the padding. */
  readonly extra: number | undefined;
}

/** Keras's `deconv_output_length`. */
function grownSize(size: number, { filter, stride, padding, extra }: Growth): number {
  if (extra === undefined) return size * stride + (padding === "valid" ? Math.max(filter - stride, 0) : 0);
  const margin = padding === "same" ? Math.floor(filter / 2) : 0;
  return (size - 1) * stride + filter - 2 * margin + extra;
}
