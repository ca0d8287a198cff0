/** `general`: the project, the model, and what holds for every stage. */
export const general = {
  $id: "stm32ai_main/general",
  type: "object",
  additionalProperties: false,
  properties: {
    project_name: {
      type: "string",
      minLength: 1,
      maxLength: 500,
      default: "<unnamed>",
      description: "Name of the MLflow experiment that the runs belong to.",
    },
    model_path: {
      type: ["string", "null"],
      format: "path",
      default: null,
      description: "The network: a .onnx, .h5, .keras or .tflite file, or its http(s) address.",
    },
    model_type: {
      type: ["string", "null"],
      enum: ["spe", "heatmaps_spe", "yolo_mpe", "hand_spe", null],
      unavailable: [{ pattern: "^(yolo_mpe|hand_spe)$", because: "Available: heatmaps_spe, spe." }],
      default: null,
      description: "What the network's output means; evaluation needs it.",
    },
    logs_dir: { type: "string", default: "logs", description: "Folder of training logs (training only)." },
    saved_models_dir: {
      type: "string",
      default: "saved_models",
      description: "Folder of trained models (training only).",
    },
    deterministic_ops: {
      type: "boolean",
      default: false,
      description: "Accepted; every stage is deterministic.",
    },
    display_figures: { type: "boolean", default: true, description: "Accepted; figures go to files only." },
    global_seed: {
      type: ["integer", "null"],
      minimum: 0,
      maximum: 4294967295,
      default: 123,
      description: "Seed of everything random but the order of a dataset.",
    },
    gpu_memory_limit: {
      type: ["number", "null"],
      exclusiveMinimum: 0,
      default: null,
      description: "Accepted; stages run on the CPU.",
    },
    num_threads_tflite: {
      type: "integer",
      minimum: 1,
      default: 1,
      description: "Accepted; a .tflite network runs on every core, an image in each.",
    },
  },
} as const;
