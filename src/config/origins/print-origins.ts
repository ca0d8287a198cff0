import type { KeyOrigin } from "./list-origins.js";
import { oneLine } from "./one-line.js";

const GAP = 2;

/** @returns the table of `--info origins`: key, value and place in columns, and below each value what it hid. */
export function printOrigins(origins: readonly KeyOrigin[]): string {
  const rows = origins.flatMap(({ key, value, place, hides }) => [
    [oneLine(key), value, place] as const,
    ...hides.map((hidden) => ["", `was ${hidden.value}`, hidden.place] as const),
  ]);
  const [keys, values] = [0, 1].map((column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ""))),
  );
  return rows.map(([key, value, place]) => `${padded(key, keys)}${padded(value, values)}${place}\n`).join("");
}

function padded(text: string, width = 0): string {
  return text + " ".repeat(width - widthOf(text) + GAP);
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
