import { decodeImage } from "./decode-image.js";
import { imageTensor, type TensorTarget } from "./image-tensor.js";
import type { Size } from "./pixels.js";
import type { Preprocessing } from "./preprocessing.js";

/** A photo as a network takes it. */
export interface LoadedImage {
  /** The photo's size as stored. */
  readonly size: Size;
  /** channels × height × width values in the target's layout. */
  readonly data: Float32Array<ArrayBuffer>;
}

/** How to make a tensor of a photo: plain data. */
export interface ImageRecipe {
  readonly preprocessing: Preprocessing;
  readonly target: TensorTarget;
}

/** Decodes, resizes and rescales one photo. @throws ServiceError `image_corrupt` naming the file */
export async function loadImage(path: string, { preprocessing, target }: ImageRecipe): Promise<LoadedImage> {
  const image = await decodeImage(path, preprocessing.channels);
  const size = { height: image.height, width: image.width };
  return { size, data: imageTensor(image, preprocessing, target) };
}
