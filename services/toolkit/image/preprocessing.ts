import { closest } from "fastest-levenshtein";
import { ServiceError } from "../service/error.js";
import type { Json } from "../service/protocol.js";
import { INTERPOLATIONS, type Interpolate } from "./interpolations.js";

/** What the `preprocessing` section asks for. */
export interface Preprocessing {
  /** Value = pixel · scale + offset, in float32. */
  readonly scale: number;
  readonly offset: number;
  readonly interpolation: string;
  readonly interpolate: Interpolate;
  /** `fit` stretches to the network's size; `padding` keeps the proportions within a black border. */
  readonly aspectRatio: "fit" | "padding";
  /** 1 for `grayscale`; 3 for `rgb` and, as in the zoo, for `rgba`. */
  readonly channels: 1 | 3;
}

/**
 * @param section the `preprocessing` section of a stage's config
 * @throws ServiceError `preprocessing_invalid` naming the attribute, what it may be and the nearest valid value
 */
export function readPreprocessing(section: Json | undefined): Preprocessing {
  const interpolation = text(section, "resizing.interpolation");
  const interpolate = INTERPOLATIONS.get(interpolation);
  if (interpolate === undefined)
    throw unknownValue("resizing.interpolation", interpolation, [...INTERPOLATIONS.keys()]);
  const aspectRatio = text(section, "resizing.aspect_ratio");
  if (aspectRatio !== "fit" && aspectRatio !== "padding")
    throw unknownValue("resizing.aspect_ratio", aspectRatio, ["fit", "padding"]);
  const colorMode = text(section, "color_mode");
  if (!["grayscale", "rgb", "rgba"].includes(colorMode))
    throw unknownValue("color_mode", colorMode, ["grayscale", "rgb", "rgba"]);
  return {
    scale: number(section, "rescaling.scale"),
    offset: number(section, "rescaling.offset"),
    interpolation,
    interpolate,
    aspectRatio,
    channels: colorMode === "grayscale" ? 1 : 3,
  };
}

function text(section: Json | undefined, key: string): string {
  const value = pick(section, key);
  if (typeof value === "string") return value;
  throw invalid(`Expected preprocessing.${key} to be text, got ${shown(value)}.`);
}

function number(section: Json | undefined, key: string): number {
  const value = pick(section, key);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalid(`Expected preprocessing.${key} to be a finite number, got ${shown(value)}.`);
}

function pick(section: Json | undefined, key: string): Json | undefined {
  let value = section;
  for (const name of key.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = Object.entries(value).find(([entry]) => entry === name)?.[1];
  }
  return value;
}

function shown(value: Json | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function unknownValue(key: string, value: string, allowed: readonly string[]): ServiceError {
  const hint = `Supported: ${allowed.join(", ")}. Did you mean '${closest(value, [...allowed])}'?`;
  return invalid(`Unsupported value '${value}' for preprocessing.${key}.`, hint);
}

function invalid(message: string, hint?: string): ServiceError {
  return new ServiceError("preprocessing_invalid", message, hint === undefined ? {} : { hint });
}
