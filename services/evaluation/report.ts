import { counted } from "../toolkit/service/counted.js";
import type { Emitter } from "../toolkit/service/protocol.js";
import type { PoseResult } from "./evaluate-poses.js";
import { meanSimilarity, meanVisibleSimilarity, percent } from "./scores.js";
import { writeResults } from "./write-results.js";

export interface Outcome {
  readonly results: readonly PoseResult[];
  /** Images a second, from the first photo's decoding to the last one's score. */
  readonly rate: number;
  readonly quantized: boolean;
  /** Weights of the network as trained, where its format tells. */
  readonly parameters: number | undefined;
}

/**
 * Tells the figures of an evaluation. The metrics' names begin with `float_` or `quantized_`, so that before and after
 * are two metrics of a chain: `…OKS` is the mean of all images, `…OKS_visible` that of the images with a visible key
 * point, both in percent; `nb_params` counts the weights of a Keras network.
 * @param folder where the figures of each image go
 * @throws ServiceError `output_unwritable`
 */
export function report(
  { results, rate, quantized, parameters }: Outcome,
  emit: Emitter,
  folder: string,
): void {
  const prefix = quantized ? "quantized_" : "float_";
  const mean = percent(meanSimilarity(results));
  const figures = {
    [`${prefix}OKS`]: mean,
    [`${prefix}OKS_visible`]: percent(meanVisibleSimilarity(results)),
  };
  for (const [key, value] of Object.entries(figures)) emit.metric(key, value);
  emit.metric(`${prefix}images_per_second`, rate);
  if (parameters !== undefined) {
    emit.metric("nb_params", parameters);
    emit.log("info", `Nb params of float model : ${parameters}`);
  }
  emit.log("info", `The mean OKS is : ${mean.toFixed(2)}%`);
  emit.log("info", `${prefix}model_OKS : ${mean.toFixed(2)}%`);
  emit.log("info", `${counted(results.length, "image")}, ${rate.toFixed(1)} a second`);
  emit.summary([
    { label: "mean OKS", value: mean, unit: "%" },
    { label: "images evaluated", value: results.length },
  ]);
  emit.artifact("evaluation", writeResults(folder, results, figures));
}
