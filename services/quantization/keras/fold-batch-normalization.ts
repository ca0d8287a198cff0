import type { KerasLayer, KerasModel } from "../../toolkit/keras/model.js";
import { type Convolution, convolutionOf, isLinear, withWeights } from "./convolution.js";
import { replaceCalls, replaceLayers } from "./rebuild-model.js";
import { usesOf } from "./uses.js";

/** Scale and shift that a normalization applies to values of mean 0 and deviation 1. */
export interface Normalization {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/** Below it, mean and variance show that nothing ever passes through a channel of a depthwise convolution. */
const DEAD = 1e-10;

/**
 * Takes batch normalizations into the Conv2D and DepthwiseConv2D that they alone read:
 * `w' = w · gamma / sqrt(var + eps)`, `b' = (b − mean) · gamma / sqrt(var + eps) + beta`, each step in float32.
 *
 * @returns the network without them, and what they were for each depthwise convolution, by its name
 */
export function foldBatchNormalization(model: KerasModel): {
  folded: KerasModel;
  normalizations: ReadonlyMap<string, Normalization>;
} {
  const uses = usesOf(model);
  const layers = new Map<KerasLayer, KerasLayer>();
  const gone = new Set<KerasLayer>();
  const normalizations = new Map<string, Normalization>();
  for (const call of model.calls) {
    const convolution = convolutionOf(call.layer);
    const normalization = uses.soleReader(call)?.layer;
    if (convolution === undefined || normalization?.className !== "BatchNormalization") continue;
    if (!isLinear(call.layer) || !uses.isCalledOnce(call.layer) || !uses.isCalledOnce(normalization))
      continue;
    const statistics = statisticsOf(normalization, convolution);
    if (statistics === undefined) continue;
    const { gamma, beta } = statistics;
    if (convolution.isDepthwise)
      normalizations.set(call.layer.name, { gamma: gamma.slice(), beta: beta.slice() });
    layers.set(call.layer, fold(convolution, statistics));
    gone.add(normalization);
  }
  const without = replaceCalls(model, ({ layer, inputs: [input] }) =>
    gone.has(layer) && input !== undefined ? { calls: [], output: input } : undefined,
  );
  return { folded: replaceLayers(without, layers), normalizations };
}

interface Statistics extends Normalization {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly epsilon: number;
}

/** @returns `undefined` for a normalization along another axis than the channels */
function statisticsOf(
  { weights, config }: KerasLayer,
  { layer, outputs }: Convolution,
): Statistics | undefined {
  const axis = Array.isArray(config.axis) ? config.axis[0] : config.axis;
  const channelsLast = (layer.config.data_format ?? "channels_last") === "channels_last";
  const [mean, variance] = [weights.get("moving_mean")?.data, weights.get("moving_variance")?.data];
  if (!channelsLast || (axis !== -1 && axis !== 3) || mean?.length !== outputs || variance === undefined)
    return undefined;
  const epsilon = typeof config.epsilon === "number" ? config.epsilon : 1e-3;
  return {
    gamma: weights.get("gamma")?.data ?? new Float32Array(outputs).fill(1),
    beta: weights.get("beta")?.data ?? new Float32Array(outputs),
    mean,
    variance,
    epsilon: Math.fround(epsilon),
  };
}

function fold(convolution: Convolution, { gamma, beta, mean, variance, epsilon }: Statistics): KerasLayer {
  const { isDepthwise, kernel, outputs } = convolution;
  const factors = new Float32Array(outputs);
  const bias = new Float32Array(outputs);
  for (let channel = 0; channel < outputs; channel++) {
    const [center = 0, spread = 0, scale = 0] = [mean[channel], variance[channel], gamma[channel]];
    // The reference compares the mean without its sign.
    const isDead = isDepthwise && spread <= DEAD && center <= DEAD;
    const deviation = Math.fround(Math.sqrt(Math.fround(spread + epsilon)));
    const factor = isDead ? 0 : Math.fround(scale / deviation);
    factors[channel] = factor;
    const centered = isDead ? 0 : Math.fround((convolution.bias[channel] ?? 0) - center);
    bias[channel] = Math.fround(factor * centered) + (beta[channel] ?? 0);
  }
  const data = new Float32Array(kernel.data.length);
  for (let i = 0; i < data.length; i++) data[i] = (kernel.data[i] ?? 0) * (factors[i % outputs] ?? 0);
  return withWeights(convolution, data, bias);
}
