/** The part of an override in front of `=`: `+group/x@pkg.path`. */
import { isDigit, isIdPart, isIdStart } from "./characters.js";
import { GrammarError } from "./grammar-error.js";
import { scanInt } from "./number.js";
import type { OverrideType } from "./override.js";

const DOLLAR = 36;

export interface OverrideKey {
  readonly type: OverrideType;
  readonly key: string;
  readonly package?: string;
  readonly at: { readonly key: number; readonly package?: number };
  /** Index after the last character of the key or package. */
  readonly end: number;
}

/**
 * @returns the prefix, key and package that a text begins with. A key without `/` may be empty, a dotted path
 * or a name with `$`; the parts of a group are plain names.
 * @throws GrammarError when a part of a group or a path is malformed.
 */
export function parseKey(text: string): OverrideKey {
  const type = prefixType(text);
  const start = type === "force_add" ? 2 : type === "change" ? 0 : 1;
  const end = groupEnd(text, start);
  const key = text.slice(start, end);
  if (text[end] !== "@") return { type, key, at: { key: start }, end };
  const last = packageEnd(text, end + 1);
  return {
    type,
    key,
    package: text.slice(end + 1, last),
    at: { key: start, package: end + 1 },
    end: last,
  };
}

function prefixType(text: string): OverrideType {
  if (text.startsWith("~")) return "del";
  if (text.startsWith("++")) return "force_add";
  return text.startsWith("+") ? "add" : "change";
}

function groupEnd(text: string, start: number): number {
  let end = packageEnd(text, start);
  if (text[end] !== "/") return end;
  requireName(text, start, end);
  while (text[end] === "/") {
    const part = end + 1;
    end = packageEnd(text, part);
    requireName(text, part, end);
  }
  return end;
}

/** A part of a group is an identifier: not empty, without `$` and `.`, not beginning with a digit. */
function requireName(text: string, start: number, end: number): void {
  if (isIdStart(text.charCodeAt(start)) && !/[$.]/.test(text.slice(start, end))) return;
  const found = text.slice(start, end);
  throw new GrammarError(
    found === "" ? "missing ID in a config group" : `'${found}' cannot be part of a config group`,
    {
      at: start,
      hint: "a group is written db or hydra/launcher: names of letters, digits, _ and -",
    },
  );
}

/** The end of a name or of a dotted path; `start` when there is none, since a package may be empty. */
function packageEnd(text: string, start: number): number {
  const first = segmentEnd(text, start);
  let end = first;
  while (end > start && text[end] === ".") {
    const next = segmentEnd(text, end + 1);
    if (next === end + 1) break;
    end = next;
  }
  if (end === first && isDigit(text.charCodeAt(start)))
    throw new GrammarError("a key cannot be a number alone", { at: start });
  return end;
}

function segmentEnd(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (!isIdStart(code) && code !== DOLLAR) return scanInt(text, start);
  let end = start + 1;
  while (isIdPart(text.charCodeAt(end)) || text.charCodeAt(end) === DOLLAR) end++;
  return end;
}
