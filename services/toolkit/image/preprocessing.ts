import { closest } from "fastest-levenshtein";
import { ServiceError } from "../service/error.js";
import { type Config, numberSetting, textSetting } from "../service/settings.js";
import { INTERPOLATIONS } from "./interpolations.js";

/** What the `preprocessing` section asks for; plain data, so that it can be sent to a thread. */
export interface Preprocessing {
  /** Value = pixel · scale + offset, in float32. */
  readonly scale: number;
  readonly offset: number;
  /** A name in `INTERPOLATIONS`. */
  readonly interpolation: string;
  /** `fit` stretches to the network's size; `padding` keeps the proportions within a black border. */
  readonly aspectRatio: "fit" | "padding";
  /** 1 for `grayscale`; 3 for `rgb` and, as in the zoo, for `rgba`. */
  readonly channels: 1 | 3;
}

/**
 * @param config a stage's config with its `preprocessing` section
 * @throws ServiceError `preprocessing_invalid`, `config_invalid` naming the attribute, what it may be and the nearest valid value
 */
export function readPreprocessing(config: Config): Preprocessing {
  const interpolation = textSetting(config, "preprocessing.resizing.interpolation");
  if (!INTERPOLATIONS.has(interpolation))
    throw unknownValue("resizing.interpolation", interpolation, [...INTERPOLATIONS.keys()]);
  const aspectRatio = textSetting(config, "preprocessing.resizing.aspect_ratio");
  if (aspectRatio !== "fit" && aspectRatio !== "padding")
    throw unknownValue("resizing.aspect_ratio", aspectRatio, ["fit", "padding"]);
  const colorMode = textSetting(config, "preprocessing.color_mode");
  if (!["grayscale", "rgb", "rgba"].includes(colorMode))
    throw unknownValue("color_mode", colorMode, ["grayscale", "rgb", "rgba"]);
  return {
    scale: numberSetting(config, "preprocessing.rescaling.scale"),
    offset: numberSetting(config, "preprocessing.rescaling.offset"),
    interpolation,
    aspectRatio,
    channels: colorMode === "grayscale" ? 1 : 3,
  };
}

function unknownValue(key: string, value: string, allowed: readonly string[]): ServiceError {
  const hint = `Supported: ${allowed.join(", ")}. Did you mean '${closest(value, [...allowed])}'?`;
  const message = `Unsupported value '${value}' for preprocessing.${key}.`;
  return new ServiceError("preprocessing_invalid", message, { hint });
}
