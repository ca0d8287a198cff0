/**
 * `overrides.jsonl`: one override parsed alone. Rules: an expected error is any parse error; texts that raise in
 * Hydra must raise here; `unordered_list` compares items as a multiset, shuffled sweep texts are sorted.
 */
import { isDeepStrictEqual } from "node:util";
import { ConfigError } from "../../../src/config/error.js";
import { GrammarError } from "../../../src/config/overrides/grammar-error.js";
import { isSweepOverride, type Override, valueType } from "../../../src/config/overrides/override.js";
import { parseOverride } from "../../../src/config/overrides/parse.js";
import { sweepValues } from "../../../src/config/overrides/sweep-values.js";
import { keyElement, valueText } from "../../../src/config/overrides/text.js";
import type { HydraRunner } from "./case.js";
import { encodeOverrideValue, normalizeExpected } from "./override-value.js";

/** Where the golden files cut the texts of a range. */
const MAX_TEXTS = 200;

export const overrides: HydraRunner = ({ input, expected, unordered_list }) => {
  let override: Override;
  try {
    override = parseOverride(String(input));
  } catch (error) {
    if (!(error instanceof ConfigError) || error.kind !== "parse") throw error;
    return "error" in expected ? undefined : `refused: ${error.message}`;
  }
  if ("error" in expected) return `accepted as ${JSON.stringify(describe(override))}`;
  const { value, sweep_strings, string_error, value_str, value_str_spaced, ...rest } = expected;
  const wanted = { ...rest, value: normalizeExpected(value) };
  const got = describe(override);
  if (unordered_list === true && Array.isArray(wanted.value) && Array.isArray(got.value)) {
    wanted.value.sort(byText);
    got.value.sort(byText);
  }
  const failure = difference(got, wanted);
  if (failure !== undefined) return failure;
  if (string_error !== undefined) return raises(override);
  if (value_str !== undefined) {
    const texts = [valueText(override.value), valueText(override.value, { spaced: true })];
    return difference(texts, [value_str, value_str_spaced]);
  }
  return sweep_strings === undefined ? undefined : difference(sweepTexts(override), sweep_strings);
};

function describe(override: Override): Record<string, unknown> {
  return {
    type: override.type,
    key: override.key,
    package: override.package ?? null,
    value_type: valueType(override),
    value: encodeOverrideValue(override.value),
    key_element: keyElement(override),
  };
}

function sweepTexts(override: Override): string[] {
  const texts: string[] = [];
  for (const text of sweepValues(override, {}).texts) {
    if (texts.length === MAX_TEXTS) return [...texts, "$truncated"];
    texts.push(text);
  }
  const { value } = override;
  const isShuffled = (value?.kind === "choice" || value?.kind === "range") && value.shuffle;
  return isShuffled ? texts.sort() : texts;
}

function raises(override: Override): string | undefined {
  try {
    const texts = isSweepOverride(override) ? sweepTexts(override) : valueText(override.value);
    return `gave texts where an error was expected: ${JSON.stringify(texts)}`;
  } catch (error) {
    if (error instanceof GrammarError) return undefined;
    throw error;
  }
}

function difference(got: unknown, wanted: unknown): string | undefined {
  if (isDeepStrictEqual(got, wanted)) return undefined;
  return `got ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`;
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
