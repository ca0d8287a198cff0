import { type Config, setting } from "../toolkit/service/settings.js";
import type { Network } from "./network.js";

/**
 * @returns the mean OKS's metric name and the beginning that the stage's other names share. In a chain the name tells
 *   whether the model was quantized, so that before and after are two metrics; an evaluation alone has the zoo's name
 *   for ONNX models, `OKS`.
 */
export function metricName(
  config: Config,
  network: Network,
): { readonly key: string; readonly prefix: string } {
  if (setting(config, "operation_mode") === "evaluation") return { key: "OKS", prefix: "" };
  const prefix = network.quantized ? "quantized_" : "float_";
  return { key: `${prefix}OKS`, prefix };
}
