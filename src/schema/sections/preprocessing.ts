/** `preprocessing`: from a photo to the numbers that the network takes. */
export const preprocessing = {
  $id: "stm32ai_main/preprocessing",
  type: "object",
  additionalProperties: false,
  required: ["rescaling", "resizing", "color_mode"],
  properties: {
    rescaling: {
      type: "object",
      additionalProperties: false,
      required: ["scale", "offset"],
      description: "A pixel p becomes p * scale + offset.",
      properties: {
        scale: { type: "number", description: "Factor, such as 1/127.5." },
        offset: { type: "number", description: "Term added after the factor, such as -1." },
      },
    },
    resizing: {
      type: "object",
      additionalProperties: false,
      required: ["interpolation", "aspect_ratio"],
      description: "How a photo becomes as large as the network's input.",
      properties: {
        interpolation: {
          type: "string",
          enum: [
            "bilinear",
            "nearest",
            "area",
            "lanczos3",
            "lanczos5",
            "bicubic",
            "gaussian",
            "mitchellcubic",
          ],
          description: "Interpolation, as tf.image.resize names it.",
        },
        aspect_ratio: {
          type: "string",
          enum: ["fit", "crop", "padding"],
          unavailable: [
            { pattern: "^crop$", because: "Available: fit, padding; the model zoo has no crop either." },
          ],
          description:
            "fit stretches the photo; padding keeps its proportions, bilinear whatever the interpolation, and adds black borders.",
        },
      },
    },
    color_mode: {
      type: "string",
      enum: ["grayscale", "rgb", "rgba"],
      description: "grayscale gives one channel, rgb and rgba give three.",
    },
    exif: {
      type: "boolean",
      description:
        "Turn each photo as its EXIF orientation says; labels are then shares of the turned picture. False, as in the model zoo, takes photos as they are stored.",
    },
  },
} as const;
