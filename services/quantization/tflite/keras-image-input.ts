import { ServiceError } from "../../toolkit/service/error.js";
import type { Graph, Tensor } from "../../toolkit/tflite/graph.js";
import type { ImageInput } from "../image-input.js";

/**
 * @param channels - colour channels of the images.
 * @returns the input of a float network with one input, an image [N, height, width, channels].
 * @throws ServiceError `model_input_unsupported` when it has another one, with both shapes.
 */
export function kerasImageInput(graph: Graph, channels: number, path: string): ImageInput {
  const [input, ...others] = graph.inputs;
  const [batch = 1, height = 0, width = 0, last] = input?.shape ?? [];
  if (input === undefined || others.length > 0 || input.shape.length !== 4)
    throw unsupported(graph.inputs, `one image, [N, height, width, ${channels}]`, path);
  if (last !== channels)
    throw unsupported(
      graph.inputs,
      `images of ${channels} channels, [N, ${height}, ${width}, ${channels}]`,
      path,
    );
  return {
    name: input.name,
    target: { layout: "nhwc", height, width },
    length: height * width * channels,
    dims: [batch, height, width, channels],
    batch,
  };
}

function unsupported(inputs: readonly Tensor[], expected: string, path: string): ServiceError {
  const got = inputs.map(({ name, shape, signature }) => `${name} ${shapeText(signature ?? shape)}`);
  return new ServiceError(
    "model_input_unsupported",
    `Expected ${path} to take ${expected}; it takes ${got.join("; ") || "nothing"}.`,
    { path, hint: "preprocessing.color_mode gives 3 channels (rgb) or 1 (grayscale)." },
  );
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.map((size) => (size < 0 ? "N" : size)).join(", ")}]`;
}
