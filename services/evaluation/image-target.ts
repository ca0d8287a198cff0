import type { TensorTarget } from "../toolkit/image/image-tensor.js";
import type { Preprocessing } from "../toolkit/image/preprocessing.js";
import { counted } from "../toolkit/service/counted.js";
import { ServiceError } from "../toolkit/service/error.js";

/** Beyond this an input is no image for a microcontroller but a damaged file. */
const MOST_VALUES = 2 ** 27;

/** A network's input with its batch first; sizes that are not fixed are names or -1. */
export type InputShape = readonly (number | string)[];

/**
 * @param layouts orders of the axes that the format may have, the likelier one first
 * @returns how images are laid out for a network's input
 * @throws ServiceError `model_unsupported` when it takes no image of the configured colours, or none of a fixed size
 */
export function imageTarget(shape: InputShape, { preprocessing, layouts, path }: ImageUse): TensorTarget {
  const { channels } = preprocessing;
  const layout = layouts.find((one) => axesOf(shape, one).channels === channels);
  if (layout === undefined || shape.length !== 4) throw otherColours(shape, { preprocessing, layouts, path });
  const { height, width } = axesOf(shape, layout);
  if (typeof height !== "number" || typeof width !== "number" || height < 1 || width < 1) {
    const message = `Expected ${path} to have an input of a fixed height and width, got [${shape.join(", ")}].`;
    throw new ServiceError("model_unsupported", message, { path });
  }
  const images = typeof shape[0] === "number" ? Math.max(1, shape[0]) : 1;
  if (images * height * width * channels > MOST_VALUES) {
    const message = `Expected ${path} to have an input of at most ${MOST_VALUES} values, got [${shape.join(", ")}].`;
    throw new ServiceError("model_unsupported", message, { path });
  }
  return { layout, height, width };
}

export interface ImageUse {
  readonly preprocessing: Preprocessing;
  readonly layouts: readonly TensorTarget["layout"][];
  readonly path: string;
}

function axesOf(shape: InputShape, layout: TensorTarget["layout"]) {
  const [, second, third, last] = shape;
  return layout === "nhwc"
    ? { height: second, width: third, channels: last }
    : { height: third, width: last, channels: second };
}

function otherColours(shape: InputShape, { preprocessing, layouts: [likely = "nhwc"], path }: ImageUse) {
  const { channels } = preprocessing;
  const { height, width } = axesOf(shape, likely);
  const image = likely === "nhwc" ? [height, width, channels] : [channels, height, width];
  const message =
    `Expected ${path} to take images of ${counted(channels, "colour channel")} (preprocessing.color_mode), ` +
    `[${[shape[0], ...image].join(", ")}], got an input of [${shape.join(", ")}].`;
  const hint = "preprocessing.color_mode: grayscale gives 1 channel, rgb gives 3.";
  return new ServiceError("model_unsupported", message, { hint, path });
}
