import type { KerasLayer, KerasModel } from "../../toolkit/keras/model.js";
import { type Convolution, convolutionOf } from "./convolution.js";
import { usesOf } from "./uses.js";

/** A depthwise convolution and the convolution that alone reads it. */
export interface LayerPair {
  readonly first: Convolution;
  /** A ReLU6 between them. */
  readonly between?: KerasLayer;
  readonly second: Convolution;
}

/** Lists the pairs with at most one layer between them, one which a factor can pass through. */
export function pairsOf(model: KerasModel): LayerPair[] {
  const uses = usesOf(model);
  return model.calls.flatMap((call) => {
    const first = convolutionOf(call.layer);
    const next = uses.soleReader(call);
    if (
      next === undefined ||
      !first?.isDepthwise ||
      first.inputs !== first.outputs ||
      !isHomogeneous(call.layer)
    )
      return [];
    const kind = passes(next.layer);
    const reader = kind === undefined ? next : uses.soleReader(next);
    const second = reader === undefined ? undefined : convolutionOf(reader.layer);
    if (second === undefined || second.isDepthwise || second.inputs !== first.outputs) return [];
    const involved = [first.layer, second.layer, ...(kind === undefined ? [] : [next.layer])];
    if (!involved.every(uses.isCalledOnce)) return [];
    return [{ first, second, ...(kind === "relu6" ? { between: next.layer } : {}) }];
  });
}

/** A function of its own must keep factors: f(s · x) = s · f(x); channels must come last. */
function isHomogeneous({ config }: KerasLayer): boolean {
  const activation = config.activation ?? "linear";
  const format = config.data_format ?? "channels_last";
  return (activation === "linear" || activation === "relu") && format === "channels_last";
}

function passes({ className, config }: KerasLayer): "relu6" | "freely" | undefined {
  if (className === "Dropout" || className === "ZeroPadding2D") return "freely";
  if (className === "Activation") return ACTIVATIONS.get(String(config.activation));
  if (className !== "ReLU" || (config.threshold ?? 0) !== 0) return undefined;
  const limit = config.max_value ?? null;
  if (limit === null) return "freely";
  return limit === 6 && (config.negative_slope ?? 0) === 0 ? "relu6" : undefined;
}

const ACTIVATIONS = new Map<string, "freely" | "relu6">([
  ["relu", "freely"],
  ["relu6", "relu6"],
]);
