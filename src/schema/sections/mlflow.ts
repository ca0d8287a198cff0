/** `mlflow`: where parameters, metrics and artifacts are kept. */
export const mlflow = {
  $id: "stm32ai_main/mlflow",
  type: "object",
  additionalProperties: false,
  required: ["uri"],
  properties: {
    uri: {
      type: "string",
      minLength: 1,
      default: "./experiments_outputs/mlruns",
      description: "A folder (a local store that MLflow opens) or the http(s) address of an MLflow server.",
    },
  },
} as const;
