/** Quoted text: a backslash is special only in a run of them in front of a quote. */
import type { Quote } from "./value.js";

const BACKSLASH = "\\";
const CHARACTER: Readonly<Record<Quote, string>> = { single: "'", double: '"' };

/**
 * @returns the index after the quote that closes the one at `start`, -1 when there is none. A quote behind an
 * odd number of backslashes closes nothing.
 */
export function quotedEnd(text: string, start: number): number {
  const quote = text[start];
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === BACKSLASH) index++;
    else if (text[index] === quote) return index + 1;
  }
  return -1;
}

/** @returns the text inside of quotes, unescaped: half of the backslashes in front of a quote or of the end. */
export function unquote(quoted: string): { value: string; quote: Quote } {
  const quote: Quote = quoted.startsWith("'") ? "single" : "double";
  const inner = quoted.slice(1, -1);
  if (!inner.includes(BACKSLASH)) return { value: inner, quote };
  return { value: mapRuns(inner, quote, (run) => BACKSLASH.repeat(Math.floor(run / 2))), quote };
}

/** @returns the text in quotes, so that `unquote` gives it back. */
export function enquote(value: string, quote: Quote): string {
  const character = CHARACTER[quote];
  const doubled = mapRuns(value, quote, (run) => BACKSLASH.repeat(2 * run));
  return character + doubled.replaceAll(character, BACKSLASH + character) + character;
}

/** Replaces each run of backslashes in front of a quote or of the end; a text scan, for a regex is quadratic. */
function mapRuns(text: string, quote: Quote, replace: (run: number) => string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let start = text.indexOf(BACKSLASH); start !== -1; start = text.indexOf(BACKSLASH, start)) {
    let end = start;
    while (text[end] === BACKSLASH) end++;
    if (end === text.length || text[end] === CHARACTER[quote]) {
      parts.push(text.slice(copied, start), replace(end - start));
      copied = end;
    }
    start = end;
  }
  parts.push(text.slice(copied));
  return parts.join("");
}
