import type { Tensor } from "../graph.js";

/** The shape of a tensor with -1 where a size is unknown (its batch, as a rule). */
export function sizesOf(tensor: Tensor): readonly number[] {
  return tensor.signature ?? tensor.shape;
}
