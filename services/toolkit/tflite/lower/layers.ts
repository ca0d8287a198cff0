import { ACTIVATION_LAYER } from "./activated.js";
import { BATCH_NORMALIZATION } from "./batch-normalization.js";
import { CONVOLUTIONS } from "./convolutions.js";
import { CROPPING } from "./cropping.js";
import { DENSE } from "./dense.js";
import { GLOBAL_POOLING } from "./global-pooling.js";
import type { Lowerings } from "./lowering.js";
import { MERGING } from "./merging.js";
import { OPERATIONS } from "./operations.js";
import { ZERO_PADDING } from "./padding.js";
import { PARAMETRIC_ACTIVATIONS } from "./parametric-activations.js";
import { POOLING } from "./pooling.js";
import { RELU } from "./relu.js";
import { RESHAPING } from "./reshaping.js";
import { RESIZING } from "./resizing.js";
import { SCALING } from "./scaling.js";
import { SEQUENCE_CONVOLUTIONS } from "./sequence-convolutions.js";
import { SOFTMAX } from "./softmax.js";
import { TRANSPOSED_CONVOLUTIONS } from "./transposed-convolution.js";
import { UNCHANGED } from "./unchanged.js";

/** Every layer that can be lowered, by its Keras class name. */
export const LAYERS: Lowerings = new Map([
  ...TRANSPOSED_CONVOLUTIONS,
  ...RELU,
  ...MERGING,
  ...DENSE,
  ...CONVOLUTIONS,
  ...SEQUENCE_CONVOLUTIONS,
  ...BATCH_NORMALIZATION,
  ...ACTIVATION_LAYER,
  ...POOLING,
  ...GLOBAL_POOLING,
  ...ZERO_PADDING,
  ...CROPPING,
  ...RESIZING,
  ...RESHAPING,
  ...PARAMETRIC_ACTIVATIONS,
  ...SOFTMAX,
  ...SCALING,
  ...UNCHANGED,
  ...OPERATIONS,
]);
