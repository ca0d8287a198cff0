/** `mlflow`: where parameters, metrics and artifacts are kept. */
export const mlflow = {
  $id: "stm32ai_main/mlflow",
  type: "object",
  additionalProperties: false,
  properties: {
    uri: {
      type: ["string", "null"],
      minLength: 1,
      default: null,
      description:
        "A folder (a local store that MLflow opens) or the http(s) address of an MLflow server. Null: what " +
        "MLFLOW_TRACKING_URI names, or else ./experiments_outputs/mlruns.",
    },
    enabled: {
      type: "boolean",
      default: true,
      description: "False tells MLflow nothing; the run directory has everything all the same.",
    },
    patience: {
      type: "number",
      minimum: 0,
      maximum: 86400,
      default: 20,
      description:
        "Seconds that the end of a run waits for MLflow at most; stm32ai_main sync delivers what is left.",
    },
  },
} as const;
