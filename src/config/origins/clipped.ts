import { oneLine } from "./one-line.js";

/** Characters of a value that are shown. */
export const LONGEST = 60;

/** @returns the text in one line, with `…` at the end where it is longer than 60 characters. */
export function clipped(text: string): string {
  const characters = Array.from(oneLine(text.slice(0, 2 * LONGEST + 1)));
  return characters.length <= LONGEST ? characters.join("") : `${characters.slice(0, LONGEST - 1).join("")}…`;
}
