/** The methods of `tf.image.resize`, as `preprocessing.resizing.interpolation` names them. */
export const INTERPOLATIONS = [
  "bilinear",
  "nearest",
  "bicubic",
  "area",
  "lanczos3",
  "lanczos5",
  "gaussian",
  "mitchellcubic",
] as const;

export type Interpolation = (typeof INTERPOLATIONS)[number];
