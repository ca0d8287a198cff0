import type { KerasLayer, KerasModel } from "../../toolkit/keras/model.js";
import { convolutionOf, withWeights } from "./convolution.js";
import { replaceLayers } from "./rebuild-model.js";

/** Weights below it are noise that would only make a scale too small for the bias. */
const FAINT = 1e-10;

/** Sets output channels of Conv2D and DepthwiseConv2D to zero whose weights are all next to it. */
export function clearFaintChannels(model: KerasModel): KerasModel {
  const layers = new Map<KerasLayer, KerasLayer>();
  for (const { layer } of model.calls) {
    const convolution = convolutionOf(layer);
    if (convolution === undefined || layers.has(layer)) continue;
    const { kernel, outputs } = convolution;
    const largest = new Float32Array(outputs);
    kernel.data.forEach((value, i) => {
      largest[i % outputs] = Math.max(largest[i % outputs] ?? 0, Math.abs(value));
    });
    const isFaint = (channel: number) => (largest[channel] ?? 0) < FAINT;
    if (!largest.some((value) => value < FAINT && value > 0)) continue;
    const data = kernel.data.map((value, i) => (isFaint(i % outputs) ? 0 : value));
    layers.set(layer, withWeights(convolution, data, undefined));
  }
  return replaceLayers(model, layers);
}
