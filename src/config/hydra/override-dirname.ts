import type { Override } from "../overrides/override.js";

export interface DirnameStyle {
  readonly kvSep: string;
  readonly itemSep: string;
  readonly excludeKeys: readonly string[];
}

/** @returns `hydra.job.override_dirname`: the task's overrides, sorted, with `=` written as `kvSep`. */
export function overrideDirname(overrides: readonly Override[], style: DirnameStyle): string {
  const texts = overrides.filter(({ key }) => !style.excludeKeys.includes(key)).map(({ text }) => text);
  return texts.sort(byCodePoint).join(style.itemSep).split("=").join(style.kvSep);
}

/** Python compares characters, JavaScript UTF-16 units, in which an emoji stands before U+FF00. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
