import { ServiceError } from "../service/error.js";
import { decodeImage } from "./decode/decode-image.js";
import { gate } from "./gate.js";
import { imageTensor, type TensorTarget } from "./image-tensor.js";
import { placement } from "./padded.js";
import type { Size } from "./pixels.js";
import type { Preprocessing } from "./preprocessing.js";

/**
 * Photos held decoded at a time in a thread: as many as libuv, on whose threads decoding runs, has of those. However
 * long the caller keeps this thread busy, no more large pictures pile up.
 */
const enter = gate(4);

/** A photo as a network takes it. */
export interface LoadedImage {
  /** The photo's size as stored; with `exif`, as shown. */
  readonly size: Size;
  /** channels × height × width values in the target's layout. */
  readonly data: Float32Array<ArrayBuffer>;
}

/** How to make a tensor of a photo: plain data. */
export interface ImageRecipe {
  readonly preprocessing: Preprocessing;
  readonly target: TensorTarget;
}

/**
 * Decodes, resizes and rescales one photo.
 * @param out takes the tensor; new memory when absent
 * @throws ServiceError `image_corrupt`, `image_too_thin` naming the file
 */
export async function loadImage(
  path: string,
  { preprocessing, target }: ImageRecipe,
  out?: Float32Array<ArrayBuffer>,
): Promise<LoadedImage> {
  return enter(async () => {
    const image = await decodeImage(path, preprocessing);
    const size = { height: image.height, width: image.width };
    if (preprocessing.aspectRatio === "padding") checkPlace(path, image, target);
    return { size, data: imageTensor(image, preprocessing, target, out) };
  });
}

function checkPlace(path: string, image: Size, target: TensorTarget): void {
  const { width, height } = placement(image, target);
  if (width > 0 && height > 0) return;
  const sizes = `${image.width} × ${image.height} pixels padded to ${target.width} × ${target.height}`;
  const message = `Nothing of the image ${path} would be left: ${sizes}.`;
  const hint = "Take it out of the folder, or set preprocessing.resizing.aspect_ratio: fit.";
  throw new ServiceError("image_too_thin", message, { hint, path });
}
