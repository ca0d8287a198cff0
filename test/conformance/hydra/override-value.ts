/** The override suite's typed values, from the parser's. */
import { floatRepr } from "../../../src/config/nodes/float-repr.js";
import type { OverrideValue } from "../../../src/config/overrides/value.js";

/** @returns the typed value, with every mapping as `{"$dict": [[key, value], …]}`. */
export function encodeOverrideValue(value: OverrideValue | undefined): unknown {
  if (value === undefined) return null;
  switch (value.kind) {
    case "null":
      return null;
    case "bool":
      return value.value;
    case "int":
      return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : { $int: String(value.value) };
    case "float":
      return { $float: floatRepr(value.value) };
    case "str":
      return value.quote === undefined ? value.value : { $quoted: value.value, quote: value.quote };
    case "list":
      return value.items.map(encodeOverrideValue);
    case "dict":
      return {
        $dict: value.entries.map((entry) => [
          encodeOverrideValue(entry.key),
          encodeOverrideValue(entry.value),
        ]),
      };
    default:
      return encodeSweep(value);
  }
}

function encodeSweep(
  sweep: Extract<OverrideValue, { kind: "choice" | "range" | "interval" | "glob" }>,
): unknown {
  const tags = "tags" in sweep ? [...sweep.tags].sort() : [];
  const bound = encodeOverrideValue;
  switch (sweep.kind) {
    case "choice": {
      const { simple, shuffle } = sweep;
      return { $sweep: "choice", list: sweep.list.map(bound), simple, shuffle, tags };
    }
    case "range": {
      const { start, stop, step, shuffle } = sweep;
      return { $sweep: "range", start: bound(start), stop: bound(stop), step: bound(step), shuffle, tags };
    }
    case "interval":
      return { $sweep: "interval", start: bound(sweep.start), end: bound(sweep.end), tags };
    case "glob":
      return { $sweep: "glob", include: sweep.include.map(bound), exclude: sweep.exclude.map(bound) };
  }
}

/** @returns a golden typed value with its mappings written as `encodeOverrideValue` writes them. */
export function normalizeExpected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalizeExpected);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  if (entries[0]?.[0].startsWith("$"))
    return Object.fromEntries(entries.map(([key, item]) => [key, normalizeExpected(item)]));
  return { $dict: entries.map(([key, item]) => [key, normalizeExpected(item)]) };
}
