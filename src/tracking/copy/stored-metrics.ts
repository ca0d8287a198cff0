import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { filesBelow } from "../files-below.js";
import type { MetricPoint } from "../tracking-store.js";
import { isTimestamp } from "../validation/log-batch.js";

/** As many points are held in memory at once. */
const CHUNK = 10_000;

/** Gives all points of a run in a file store, in chunks. A line that is no point is passed over. */
export async function* storedMetrics(run: string): AsyncGenerator<readonly MetricPoint[]> {
  const folder = join(run, "metrics");
  let chunk: MetricPoint[] = [];
  for await (const key of filesBelow(folder)) {
    for await (const line of createInterface({ input: createReadStream(join(folder, key)) })) {
      const point = readPoint(key, line);
      if (point !== undefined) chunk.push(point);
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** `<timestamp ms> <value> [<step> …]`, numbers as Python writes them. */
function readPoint(key: string, line: string): MetricPoint | undefined {
  const [time = "", value = "", step = "0"] = line.trim().split(" ");
  const point = { key, value: readValue(value), timestamp: Number(time), step: Number(step) };
  const isWhole = time !== "" && isTimestamp(point.timestamp) && Number.isSafeInteger(point.step);
  return isWhole && point.value !== undefined ? { ...point, value: point.value } : undefined;
}

function readValue(text: string): MetricPoint["value"] | undefined {
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (word?.[2]?.toLowerCase() === "nan") return "NaN";
  if (word) return word[1] === "-" ? "-Infinity" : "Infinity";
  const value = Number(text);
  return text !== "" && Number.isFinite(value) ? value : undefined;
}
