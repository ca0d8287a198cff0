import { floatRepr } from "../../nodes/float-repr.js";
import type { JobResult } from "../job/job.js";
import { table } from "../show/table.js";

/**
 * @returns the jobs of a sweep, their overrides against the numbers that their tasks returned, as text; empty when
 * none returned any.
 */
export function metricsTable(results: readonly JobResult[]): string {
  const metrics = results.map(metricsOf);
  const names = [...new Set(metrics.flatMap((found) => [...found.keys()]))];
  if (names.length === 0) return "";
  const rows = results.map(({ status, overrides }, index) => [
    String(index),
    overrides.join(" "),
    ...names.map((name) => (status === "failed" ? "failed" : numberText(metrics[index]?.get(name)))),
  ]);
  const { header, rows: lines } = table(["#", "Overrides", ...names], rows);
  return `\n${[header, "-".repeat(header.length), ...lines].join("\n")}\n`;
}

function metricsOf(result: JobResult): Map<string, number> {
  const value = result.status === "completed" ? result.value : undefined;
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

function numberText(value: number | undefined): string {
  if (value === undefined) return "";
  return Number.isInteger(value) ? String(value) : floatRepr(value);
}
