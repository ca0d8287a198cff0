import type { KerasLayer, KerasModel, LayerCall } from "../../toolkit/keras/model.js";
import { adaptiveClip } from "./adaptive-clip.js";
import { type Convolution, withWeights } from "./convolution.js";
import type { Normalization } from "./fold-batch-normalization.js";
import { pairsOf } from "./layer-pairs.js";
import { replaceCalls, replaceLayers } from "./rebuild-model.js";

/** Values beyond this many deviations from the mean are taken not to occur. */
const DEVIATIONS = 3;

/** The upper limit of a ReLU6. */
const LIMIT = 6;

/**
 * Balances each depthwise convolution with the convolution that reads it: channel by channel the first is divided by
 * `s = sqrt(range1 / range2)` and the second multiplied by it, so that both have the range `sqrt(range1 · range2)`.
 * A ReLU6 between them gets a limit per channel. What of the first one's bias the values never fall below goes over
 * into the bias of the second.
 *
 * @param normalizations - those that the depthwise convolutions had, by name
 */
export function equalizeLayers(
  model: KerasModel,
  normalizations: ReadonlyMap<string, Normalization>,
): KerasModel {
  const layers = new Map<KerasLayer, KerasLayer>();
  const clips = new Map<LayerCall["layer"], Float64Array>();
  for (const { first, between, second } of pairsOf(model)) {
    const inverse = inverseScales(first, second);
    const balanced = balance(first, second, inverse);
    const normalization = normalizations.get(first.layer.name);
    if (normalization !== undefined) absorbBias(balanced, second, { inverse, normalization });
    layers.set(first.layer, withWeights(first, balanced.firstKernel, balanced.firstBias));
    const keepsBias = normalization === undefined && !second.layer.weights.has("bias");
    layers.set(
      second.layer,
      withWeights(second, balanced.secondKernel, keepsBias ? undefined : balanced.secondBias),
    );
    if (between !== undefined)
      clips.set(
        between,
        inverse.map((scale) => LIMIT * scale),
      );
  }
  const limited = replaceCalls(model, (call) => {
    const limits = clips.get(call.layer);
    return limits === undefined ? undefined : adaptiveClip(call, limits);
  });
  return replaceLayers(limited, layers);
}

/** @returns 1 / s per channel; 1 where one of both has no range: its weights are all the same */
function inverseScales(first: Convolution, second: Convolution): Float64Array {
  const [ranges, followers] = [channelRanges(first), channelRanges(second)];
  return ranges.map((range, channel) => {
    const follower = followers[channel] ?? 0;
    return range > 0 && follower > 0 ? 1 / ((1 / follower) * Math.sqrt(range * follower)) : 1;
  });
}

/** Largest less smallest weight that each input channel meets. */
function channelRanges({ kernel: { data, shape }, inputs }: Convolution): Float64Array {
  const [, , , inner = 1] = shape;
  const least = new Float64Array(inputs).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(inputs).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < data.length; i++) {
    const channel = Math.floor(i / inner) % inputs;
    const value = data[i] ?? 0;
    if (value < (least[channel] ?? 0)) least[channel] = value;
    if (value > (most[channel] ?? 0)) most[channel] = value;
  }
  return most.map((value, channel) => value - (least[channel] ?? 0));
}

interface Balanced {
  readonly firstKernel: Float32Array;
  readonly firstBias: Float32Array;
  readonly secondKernel: Float32Array;
  readonly secondBias: Float32Array;
}

function balance(first: Convolution, second: Convolution, inverse: Float64Array): Balanced {
  const [, , , inner = 1] = second.kernel.shape;
  const { inputs } = second;
  return {
    firstKernel: first.kernel.data.map((value, i) => value * (inverse[i % inputs] ?? 1)),
    firstBias: first.bias.map((value, channel) => value * (inverse[channel] ?? 1)),
    secondKernel: second.kernel.data.map(
      (value, i) => value / (inverse[Math.floor(i / inner) % inputs] ?? 1),
    ),
    secondBias: second.bias.slice(),
  };
}

function absorbBias(
  { firstBias, secondBias, secondKernel }: Balanced,
  { inputs, outputs }: Convolution,
  { inverse, normalization }: { inverse: Float64Array; normalization: Normalization },
): void {
  const surplus = inverse.map((scale, channel) => {
    const spread = DEVIATIONS * (normalization.gamma[channel] ?? 0) * scale;
    const center = (normalization.beta[channel] ?? 0) * scale;
    // Where values are cut off at the top, the mean says nothing of what is left.
    return center + spread >= LIMIT * scale ? 0 : Math.max(0, center - spread);
  });
  const added = new Float64Array(outputs);
  for (let i = 0; i < secondKernel.length; i++)
    added[i % outputs] =
      (added[i % outputs] ?? 0) + (secondKernel[i] ?? 0) * (surplus[Math.floor(i / outputs) % inputs] ?? 0);
  firstBias.forEach((value, channel) => {
    firstBias[channel] = value - (surplus[channel] ?? 0);
  });
  added.forEach((value, channel) => {
    secondBias[channel] = (secondBias[channel] ?? 0) + value;
  });
}
