import type { ResultRow } from "./run-results.js";

/** @returns a value with its unit: `56.23 %`, `2,831.6 KiB`, `12.346 M`. */
export function formatValue(value: number | string, unit: string): string {
  const text =
    typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 3 }) : value;
  return unit === "" ? text : `${text} ${unit}`;
}

/** @returns what changed between before and after: points of a percentage, else the relative change; "" for a count. */
export function formatChange({ before, after, unit }: ResultRow): string {
  if (typeof before !== "number" || typeof after !== "number" || unit === "") return "";
  if (unit === "%") return `${signed(after - before, 2)} points`;
  return before === 0 ? "" : `${signed((100 * (after - before)) / before, 1)} %`;
}

function signed(value: number, digits: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(digits)}`;
}
