import type { Tensor } from "../graph.js";
import { ACTIVATION, PADDING } from "../schema/enumerations.js";
import { makeOptions } from "../schema/options.js";
import { imageInput, sequenceInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { pooledSize } from "./pooled-size.js";
import { expandDims, squeeze } from "./reshape.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

type PoolOperator = "MAX_POOL_2D" | "AVERAGE_POOL_2D";

/** The largest or the mean value of each window of an image or a sequence. */
export const POOLING: Lowerings = new Map<string, Lowering>([
  ["MaxPooling2D", poolImages("MAX_POOL_2D")],
  ["AveragePooling2D", poolImages("AVERAGE_POOL_2D")],
  ["MaxPooling1D", poolSequences("MAX_POOL_2D")],
  ["AveragePooling1D", poolSequences("AVERAGE_POOL_2D")],
]);

function poolImages(op: PoolOperator): Lowering {
  return (layer, inputs, scope) => {
    const pool = layer.pair("pool_size", 2);
    const strides = layer.value("strides") === undefined ? pool : layer.pair("strides", 1);
    const { image } = imageInput(layer, inputs);
    return emitPool(op, { layer, image, pool, strides }, scope);
  };
}

/** A sequence is pooled as an image of one column by Keras 2, of one row by Keras 3. */
function poolSequences(op: PoolOperator): Lowering {
  return (layer, inputs, scope) => {
    const [size = 2] = layer.integers("pool_size", 1, 2);
    const [stride = size] = layer.integers("strides", 1, size);
    const axis = scope.keras === 2 ? 2 : 1;
    const image = expandDims(sequenceInput(layer, inputs).sequence, axis, scope);
    const along = (value: number) => (axis === 2 ? ([value, 1] as const) : ([1, value] as const));
    const pool = { layer, image, pool: along(size), strides: along(stride) };
    return squeeze(emitPool(op, pool, scope), axis, scope);
  };
}

interface Pool {
  readonly layer: LayerReader;
  readonly image: Tensor;
  /** Rows and columns of a window, and how far apart the windows are. */
  readonly pool: readonly [number, number];
  readonly strides: readonly [number, number];
}

function emitPool(op: PoolOperator, { layer, image, pool, strides }: Pool, scope: Scope): Tensor {
  const padding =
    layer.choice("padding", ["valid", "same"], "valid") === "same" ? PADDING.SAME : PADDING.VALID;
  const sizes = sizesOf(image).map((size, axis) => {
    const [window, stride] = [pool[axis - 1], strides[axis - 1]];
    return window === undefined || stride === undefined ? size : pooledSize(size, window, stride, padding);
  });
  const options = makeOptions("Pool2DOptions", {
    padding,
    strideH: strides[0],
    strideW: strides[1],
    filterHeight: pool[0],
    filterWidth: pool[1],
    fusedActivationFunction: ACTIVATION.NONE,
  });
  return scope.emit({ op, inputs: [image], sizes, options });
}
