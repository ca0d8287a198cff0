const folder = (description: string) =>
  ({ type: ["string", "null"], format: "path", default: null, description }) as const;

/** `dataset`: folders of photos with their labels, and which share of them serves for what. */
export const dataset = {
  $id: "stm32ai_main/dataset",
  type: "object",
  additionalProperties: false,
  properties: {
    name: { type: "string", default: "unnamed", description: "Name of the dataset, for logs." },
    keypoints: {
      type: ["integer", "null"],
      minimum: 1,
      default: null,
      description: "Key points of a person: 13 and 17 have known tolerances; evaluation needs it.",
    },
    training_path: folder("Training photos; also the calibration set where `quantization_path` is absent."),
    validation_path: folder("Validation photos: the evaluation set where `test_path` is absent."),
    validation_split: {
      type: "number",
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.2,
      description: "Share of the training photos that validates where `validation_path` is absent.",
    },
    test_path: folder("Photos on which the model is evaluated."),
    quantization_path: folder("Photos on which the quantizer calibrates."),
    quantization_split: {
      type: ["number", "null"],
      exclusiveMinimum: 0,
      maximum: 1,
      default: null,
      description: "Share of the calibration photos to use, in (0, 1]; all of them when absent.",
    },
    seed: {
      type: ["integer", "null"],
      minimum: 0,
      maximum: 4294967295,
      default: 123,
      description: "Seed of the order of the photos.",
    },
  },
} as const;
