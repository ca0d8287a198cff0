import { floatRepr } from "../../nodes/float-repr.js";
import type { JobResult } from "../job/job.js";
import { table } from "../show/table.js";

interface Row {
  readonly overrides: string;
  readonly metrics: ReadonlyMap<string, number>;
  readonly failed: boolean;
}

/** The jobs of a sweep: their overrides against the numbers that their tasks returned. */
export class MetricsTable {
  readonly #rows: Row[] = [];

  add(result: JobResult): void {
    const failed = result.status === "failed";
    const metrics = failed ? new Map() : metricsIn(result.value);
    this.#rows.push({ overrides: result.overrides.join(" "), metrics, failed });
  }

  /** @returns the table, with an empty line in front; empty when no task returned a number. */
  text(): string {
    const names = [...new Set(this.#rows.flatMap(({ metrics }) => [...metrics.keys()]))];
    if (names.length === 0) return "";
    const rows = this.#rows.map(({ overrides, metrics, failed }, index) => [
      String(index),
      overrides,
      ...names.map((name) => (failed ? "failed" : numberText(metrics.get(name)))),
    ]);
    const { header, rows: lines } = table(["#", "Overrides", ...names], rows);
    return `\n${[header, "-".repeat(header.length), ...lines].join("\n")}\n`;
  }
}

function metricsIn(value: unknown): Map<string, number> {
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

function numberText(value: number | undefined): string {
  if (value === undefined) return "";
  return Number.isInteger(value) ? String(value) : floatRepr(value);
}
