import type { TensorTarget } from "../toolkit/image/image-tensor.js";

/** The one image input of a network. */
export interface ImageInput {
  readonly name: string;
  readonly target: TensorTarget;
  /** Channels × height × width of one image. */
  readonly length: number;
  /** Height, width and channels in the target's order. */
  readonly imageDims: readonly number[];
  /** Images in a tensor: as many as the network insists on, else what is calibrated with at once at most. */
  readonly batch: number;
  readonly isBatchFixed: boolean;
}
