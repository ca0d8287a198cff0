import type { KerasTensor } from "../../toolkit/keras/model.js";
import { ServiceError } from "../../toolkit/service/error.js";
import type { ImageInput } from "../image-input.js";

/** Images that are calibrated with at once. */
const BATCH = 4;

/**
 * @param inputs - of a Keras network.
 * @param channels - colour channels of the images.
 * @returns its one input, an image [N, height, width, channels].
 * @throws ServiceError `model_input_unsupported` when it has another one, with both shapes.
 */
export function kerasImageInput(inputs: readonly KerasTensor[], channels: number, path: string): ImageInput {
  const [input, ...others] = inputs;
  const [batch, height, width, last] = input?.shape ?? [];
  const isImage = input?.shape?.length === 4 && typeof height === "number" && typeof width === "number";
  if (input === undefined || others.length > 0 || !isImage)
    throw unsupported(inputs, `one image of a fixed size, [N, height, width, ${channels}]`, path);
  if (last !== channels)
    throw unsupported(inputs, `images of ${channels} channels, [N, ${height}, ${width}, ${channels}]`, path);
  return {
    name: input.name,
    target: { layout: "nhwc", height, width },
    length: height * width * channels,
    imageDims: [height, width, channels],
    batch: batch ?? BATCH,
    isBatchFixed: typeof batch === "number",
  };
}

function unsupported(inputs: readonly KerasTensor[], expected: string, path: string): ServiceError {
  const got = inputs.map(
    ({ name, shape }) => `${name} [${shape?.map((size) => size ?? "N").join(", ") ?? "?"}]`,
  );
  return new ServiceError(
    "model_input_unsupported",
    `Expected ${path} to take ${expected}; it takes ${got.join("; ") || "nothing"}.`,
    { path, hint: hintFor(inputs) },
  );
}

/** What to change, by what is wrong with the first input. */
function hintFor(inputs: readonly KerasTensor[]): string {
  const [batch, height, width, last, ...more] = inputs[0]?.shape ?? [];
  if (inputs.length !== 1 || batch === undefined || last === undefined || more.length > 0)
    return "Calibration feeds images to a network that takes one image and nothing else.";
  if (typeof height !== "number" || typeof width !== "number")
    return "Build the network with a fixed height and width, keras.Input((192, 192, 3)), load its weights and save it.";
  if (last === 1) return "Set preprocessing.color_mode: grayscale, which gives 1 channel.";
  if (last === 3) return "Set preprocessing.color_mode: rgb, which gives 3 channels.";
  if (height === 1 || height === 3)
    return "The network takes channels first; build it with data_format channels_last.";
  return "preprocessing.color_mode gives 3 channels (rgb) or 1 (grayscale).";
}
