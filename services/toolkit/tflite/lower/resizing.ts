import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { imageInput, sequenceInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { expandDims, squeeze } from "./reshape.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

type Interpolation = (typeof INTERPOLATIONS)[number];
const INTERPOLATIONS = ["nearest", "bilinear"] as const;

/** Images and sequences of another size. */
export const RESIZING: Lowerings = new Map<string, Lowering>([
  ["UpSampling2D", upSampleImage],
  ["UpSampling1D", upSampleSequence],
  ["Resizing", resizeImage],
]);

function upSampleImage(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const { image, height, width } = imageInput(layer, inputs);
  const [rows, columns] = layer.pair("size", 2);
  const interpolation = layer.choice("interpolation", INTERPOLATIONS, "nearest");
  return resize(image, [height * rows, width * columns], interpolation, scope);
}

/** Each step repeated: the nearest-neighbour interpolation of an image of one column. */
function upSampleSequence(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const { sequence, steps } = sequenceInput(layer, inputs);
  const [times = 2] = layer.integers("size", 1, 2);
  const image = expandDims(sequence, 2, scope);
  return squeeze(resize(image, [steps * times, 1], "nearest", scope), 2, scope);
}

function resizeImage(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const { image } = imageInput(layer, inputs);
  for (const key of ["crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias"])
    if (layer.flag(key, false)) throw layer.unsupported(`has ${key}: true, where false is supported`);
  const interpolation = layer.choice("interpolation", INTERPOLATIONS, "bilinear");
  return resize(image, [layer.number("height"), layer.number("width")], interpolation, scope);
}

function resize(
  image: Tensor,
  [height, width]: readonly [number, number],
  interpolation: Interpolation,
  scope: Scope,
): Tensor {
  const [batch = 1, , , channels = 1] = sizesOf(image);
  const inputs = [image, scope.constant("size", Int32Array.of(height, width))];
  const sizes = [batch, height, width, channels];
  return interpolation === "nearest"
    ? scope.emit({
        op: "RESIZE_NEAREST_NEIGHBOR",
        inputs,
        sizes,
        options: makeOptions("ResizeNearestNeighborOptions", { halfPixelCenters: true }),
      })
    : scope.emit({
        op: "RESIZE_BILINEAR",
        inputs,
        sizes,
        options: makeOptions("ResizeBilinearOptions", { halfPixelCenters: true }),
      });
}
