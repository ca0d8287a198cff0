import type { ResultRow } from "./run-results.js";

/** Decimals that are shown at most. */
const DECIMALS = 3;

/** @returns a value with its unit: `56.23 %`, `2,831.6 KiB`, `12.346 M`; "" where there is none. */
export function formatValue(value: number | string | undefined, unit: string): string {
  if (value === undefined) return "";
  const text = typeof value === "number" ? grouped(value) : value;
  return unit === "" ? text : `${text} ${unit}`;
}

/** Thousands apart. By hand: `toLocaleString` loads its tables for as long as the rest of a report takes. */
function grouped(value: number): string {
  const [whole = "", fraction] = String(Number(value.toFixed(DECIMALS))).split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
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
