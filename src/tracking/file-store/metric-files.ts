import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appendWhole } from "../../disk/append-whole.js";
import type { MetricPoint } from "../tracking-store.js";
import type { Staging } from "./staging.js";

/** What MLflow's SQL stores keep of infinity; the run page of 3.17 fails on an infinite value. */
const LARGEST = Number.MAX_VALUE;

/**
 * A run's `metrics` folder: a file a key, a line a point, append only. A point that is there already is not written
 * again, and a line cut short by a kill or a full disk is taken away, since one such line hides every run.
 */
export class MetricFiles {
  readonly #folder: string;
  readonly #staging: Staging;
  readonly #written = new Map<string, Set<string>>();

  constructor(runFolder: string, staging: Staging) {
    this.#folder = join(runFolder, "metrics");
    this.#staging = staging;
  }

  /** Appends the points of one key. */
  async append(key: string, points: readonly MetricPoint[]): Promise<void> {
    const path = join(this.#folder, key);
    const written = this.#written.get(key) ?? (await this.#load(path));
    this.#written.set(key, written);
    const lines = [...new Set(points.map(metricLine))].filter((line) => !written.has(line));
    if (lines.length === 0) return;
    const text = lines.map((line) => `${line}\n`).join("");
    // Moved in with its first points: an empty metric file hides every run.
    if (written.size === 0) await this.#staging.replaceFile(path, text);
    else append(path, text);
    for (const line of lines) written.add(line);
  }

  async #load(path: string): Promise<Set<string>> {
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    const lines = text.split("\n");
    const cut = lines.pop() ?? "";
    if (cut !== "" && lines.length > 0) {
      await this.#staging.replaceFile(path, lines.map((line) => `${line}\n`).join(""));
    }
    return new Set(lines.map(ownLine));
  }
}

/** @returns the line as it would be written here: Python writes `2.0` and `inf`. */
function ownLine(line: string): string {
  const [timestamp, value = "", step] = line.split(" ");
  const number = Number(/inf/i.test(value) ? value.replace(/inf(inity)?/i, "Infinity") : value);
  if (step === undefined || value === "") return line;
  const known = Number.isFinite(number) ? number : number > 0 ? "Infinity" : number < 0 ? "-Infinity" : "NaN";
  return `${timestamp} ${valueText(known)} ${step}`;
}

/** @returns `<timestamp> <value> <step>` with infinities brought to the largest number. */
function metricLine({ timestamp, value, step }: MetricPoint): string {
  return `${timestamp} ${valueText(value)} ${step}`;
}

function valueText(value: MetricPoint["value"]): string {
  if (value === "NaN") return "nan";
  if (value === "Infinity") return String(LARGEST);
  if (value === "-Infinity") return String(-LARGEST);
  return String(value);
}

function append(path: string, text: string): void {
  const file = openSync(path, "a");
  try {
    appendWhole(file, text);
  } finally {
    closeSync(file);
  }
}
