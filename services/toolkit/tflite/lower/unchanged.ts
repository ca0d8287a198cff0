import { onlyInput } from "./image-input.js";
import type { Lowering, Lowerings } from "./lowering.js";

const unchanged: Lowering = (layer, inputs) => onlyInput(layer, inputs);

/** Layers that act in training alone. */
export const UNCHANGED: Lowerings = new Map(
  [
    "Identity",
    "Dropout",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "ActivityRegularization",
  ].map((className) => [className, unchanged]),
);
