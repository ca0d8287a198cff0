import type { Element, Text } from "./ast.js";
import { InterpolationParser } from "./parser.js";

const CACHE_LIMIT = 4096;
const texts = new Map<string, Text>();

/**
 * @returns the pieces of a string with interpolations, unescaped; remembered, since configs repeat them.
 * @throws ConfigError (parse) with the column of what cannot be read.
 */
export function parseText(source: string): Text {
  const known = texts.get(source);
  if (known !== undefined) return known;
  const text = new InterpolationParser(source).text();
  if (texts.size >= CACHE_LIMIT) texts.clear();
  texts.set(source, text);
  return text;
}

/**
 * @returns a single element of the grammar: a typed word, a quoted string, a list, a mapping, an interpolation.
 * @throws ConfigError (parse) with the column of what cannot be read.
 */
export function parseElement(source: string): Element {
  return new InterpolationParser(source).element();
}
