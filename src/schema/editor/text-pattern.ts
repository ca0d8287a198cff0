import { NUMBER } from "../arithmetic.js";

/** What the text stands for in place of a value. */
export interface Texts {
  readonly number: boolean;
  readonly boolean: boolean;
  readonly tuple: boolean;
  readonly nothing: boolean;
  /** Words whose case does not count. */
  readonly words: readonly string[];
}

const INTERPOLATION = "\\$\\{";
const MISSING = "^\\?\\?\\?$";
/** `**` and `//` are two marks here, so that no text can be read in two ways. */
const TERM = `(?:${NUMBER})(?![\\w.])`;
const ARITHMETIC = `^\\s*(?:(?:${TERM}|[-+*/%()])\\s*)+$`;
const TUPLE = `^\\s*(?:(?:${TERM}|[-+*/%(),])\\s*)+$`;
/** An editor reads YAML 1.2, where `yes` and `on` are text. */
const TRUTH = "^(?:[tT]rue|TRUE|[fF]alse|FALSE|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)$";
const NOTHING = "^(?:[nN]one)?$";

/** @returns the schema of text that stands for a value: an interpolation, `???`, and what else may be written so. */
export function textPattern({ number, boolean, tuple, nothing, words }: Texts) {
  const patterns = [
    INTERPOLATION,
    MISSING,
    ...(number && !tuple ? [ARITHMETIC] : []),
    ...(tuple ? [TUPLE] : []),
    ...(boolean ? [TRUTH] : []),
    ...(nothing ? [NOTHING] : []),
    ...words.map((word) => `^${anyCase(word)}$`),
  ];
  return { type: "string", pattern: patterns.join("|") };
}

function anyCase(word: string): string {
  return Array.from(word, (letter) => {
    const cases = [...new Set([letter.toLowerCase(), letter.toUpperCase()])];
    return cases.length > 1 ? `[${cases.join("")}]` : letter.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
  }).join("");
}
