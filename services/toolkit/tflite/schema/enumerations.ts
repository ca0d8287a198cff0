/** Values of `fusedActivationFunction`. */
export const ACTIVATION = {
  NONE: 0,
  RELU: 1,
  RELU_N1_TO_1: 2,
  RELU6: 3,
  TANH: 4,
  SIGN_BIT: 5,
} as const;

/** Values of `padding`. */
export const PADDING = { SAME: 0, VALID: 1 } as const;

/** Values of `mode` in MirrorPadOptions. */
export const MIRROR_PAD = { REFLECT: 0, SYMMETRIC: 1 } as const;
