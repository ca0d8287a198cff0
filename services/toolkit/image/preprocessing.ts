import { ServiceError } from "../service/error.js";
import { type Config, flagSetting, numberSetting, textSetting } from "../service/settings.js";
import { supported } from "../service/supported.js";
import { INTERPOLATIONS, type Interpolation } from "./resize/interpolations.js";

/** What the `preprocessing` section asks for; plain data, so that it can be sent to a thread. */
export interface Preprocessing {
  /** Value = pixel · scale + offset, in float32. */
  readonly scale: number;
  readonly offset: number;
  readonly interpolation: Interpolation;
  /** `fit` stretches to the network's size; `padding` keeps the proportions within a black border. */
  readonly aspectRatio: "fit" | "padding";
  /** 1 for `grayscale`; 3 for `rgb` and, as in the zoo, for `rgba`. */
  readonly channels: 1 | 3;
  /** Whether photos are turned as their EXIF orientation says; labels then refer to the turned picture. */
  readonly exif: boolean;
}

const ASPECT_RATIOS = ["fit", "padding"] as const;
const COLOR_MODES = ["grayscale", "rgb", "rgba"] as const;

/**
 * @param config a stage's config with its `preprocessing` section
 * @throws ServiceError `preprocessing_invalid`, `config_invalid` naming the attribute, what it may be and the value probably meant
 */
export function readPreprocessing(config: Config): Preprocessing {
  const interpolation = choice(config, "resizing.interpolation", INTERPOLATIONS);
  const aspectRatio = choice(config, "resizing.aspect_ratio", ASPECT_RATIOS);
  const colorMode = choice(config, "color_mode", COLOR_MODES);
  return {
    scale: numberSetting(config, "preprocessing.rescaling.scale"),
    offset: numberSetting(config, "preprocessing.rescaling.offset"),
    interpolation,
    aspectRatio,
    channels: colorMode === "grayscale" ? 1 : 3,
    exif: flagSetting(config, "preprocessing.exif", false),
  };
}

/** @returns what the section asks for that has another effect than its words say, in a sentence each. */
export function preprocessingNotes(config: Config): readonly string[] {
  const { aspectRatio, interpolation } = readPreprocessing(config);
  const notes: string[] = [];
  if (choice(config, "color_mode", COLOR_MODES) === "rgba")
    notes.push("preprocessing.color_mode rgba gives three channels, as rgb does: alpha is dropped.");
  if (aspectRatio === "padding" && interpolation !== "bilinear")
    notes.push(
      `preprocessing.resizing.interpolation ${interpolation} has no effect: with aspect_ratio padding it is bilinear.`,
    );
  return notes;
}

function choice<T extends string>(config: Config, key: string, allowed: readonly T[]): T {
  const value = textSetting(config, `preprocessing.${key}`);
  const found = allowed.find((name) => name === value);
  if (found !== undefined) return found;
  const message = `Unsupported value '${value}' for preprocessing.${key}.`;
  throw new ServiceError("preprocessing_invalid", message, { hint: supported(value, allowed) });
}
