import type { KerasModel } from "../../toolkit/keras/model.js";
import { clearFaintChannels } from "./clear-faint-channels.js";
import { equalizeLayers } from "./equalize-layers.js";
import { foldBatchNormalization } from "./fold-batch-normalization.js";

/**
 * Prepares a network for one scale per tensor, as the zoo does for `quantization.optimize` (its
 * `common/optimization/model_formatting_ptq_per_tensor.py`): batch normalizations go into the convolutions before them,
 * channels of next to no weight are cleared, and the ranges of depthwise convolutions and of those that read them are
 * balanced (Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019, sections
 * 4.1 and 4.2). Up to rounding the network computes the same, but for what the absorbed biases cost at the borders
 * of images and in the few values below three deviations.
 *
 * Other than the zoo's, it takes each normalization's own epsilon (there always 0.001), reaches layers of nested models
 * too, and leaves layers alone for which the calculation does not hold: those with an activation of their own before
 * a normalization, channels first, several output channels per input channel, and those called several times.
 *
 * @returns a new network; weights that do not change are shared with the old one
 */
export function optimizeKeras(model: KerasModel): KerasModel {
  const { folded, normalizations } = foldBatchNormalization(model);
  return equalizeLayers(clearFaintChannels(folded), normalizations);
}
