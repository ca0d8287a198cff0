/** Reads single values of a stage's config by their dotted key. A null counts as absent, as it does in the zoo. */
import { ServiceError } from "./error.js";
import type { Json, Request } from "./protocol.js";

export type Config = Request["config"];

/** @returns the value under a dotted key; undefined when it or a section on the way is absent or null. */
export function setting(config: Config, key: string): Json | undefined {
  let value: Json = config;
  for (const name of key.split(".")) {
    if (typeof value !== "object" || value === null || isList(value) || !Object.hasOwn(value, name))
      return undefined;
    value = value[name] ?? null;
  }
  return value ?? undefined;
}

/**
 * @param fallback for an absent value; without one, an absent value is an error
 * @throws ServiceError `config_invalid` naming the key
 */
export function numberSetting(config: Config, key: string, fallback?: number): number {
  const value = setting(config, key) ?? fallback;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalid(key, "a finite number", value);
}

/** As `numberSetting`, for text. */
export function textSetting(config: Config, key: string, fallback?: string): string {
  const value = setting(config, key) ?? fallback;
  if (typeof value === "string") return value;
  throw invalid(key, "text", value);
}

/** As `numberSetting`, for `True` or `False`. */
export function flagSetting(config: Config, key: string, fallback?: boolean): boolean {
  const value = setting(config, key) ?? fallback;
  if (typeof value === "boolean") return value;
  throw invalid(key, "True or False", value);
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function invalid(key: string, expected: string, value: Json | undefined): ServiceError {
  const got = value === undefined ? "nothing" : JSON.stringify(value);
  return new ServiceError("config_invalid", `Expected ${key} to be ${expected}, got ${got}.`);
}
