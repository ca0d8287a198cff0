/** One line of `events.jsonl`, written by any program: checked field by field, never trusted. */
import type { MetricValue, Signature, StageEvent, SummaryRow } from "../protocol.js";
import { parseSignature } from "./parse-signature.js";

export type ParsedEvent =
  | { readonly ok: true; readonly event: StageEvent }
  | { readonly ok: false; readonly fault: string };

const LEVELS = ["debug", "info", "warn", "error"] as const;
const NON_FINITE = ["NaN", "Infinity", "-Infinity"] as const;

type Fields = { readonly [key: string]: unknown };
type Read = (fields: Fields, now: number) => StageEvent;

/** Event type → its reader, which throws `Fault` for a field of the wrong kind. */
const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["log", (fields) => ({ type: "log", level: level(fields.level), message: text(fields, "message") })],
  [
    "progress",
    (fields) => ({
      type: "progress",
      done: amount(fields, "done"),
      total: amount(fields, "total"),
      unit: fields.unit === undefined ? "" : text(fields, "unit"),
    }),
  ],
  ["param", (fields) => ({ type: "param", key: name(fields, "key"), value: scalar(fields.value) })],
  [
    "metric",
    (fields, now) => ({
      type: "metric",
      key: name(fields, "key"),
      value: metricValue(fields.value),
      step: fields.step === undefined ? 0 : integer(fields, "step"),
      timestamp: fields.timestamp === undefined ? now : integer(fields, "timestamp"),
    }),
  ],
  [
    "artifact",
    (fields) => ({
      type: "artifact",
      name: name(fields, "name"),
      path: name(fields, "path"),
      kind: fields.kind === undefined ? "file" : name(fields, "kind"),
      ...(fields.signature === undefined ? {} : { signature: signature(fields.signature) }),
    }),
  ],
  ["summary", (fields) => ({ type: "summary", rows: rows(fields.rows) })],
  [
    "error",
    (fields) => ({
      type: "error",
      code: name(fields, "code"),
      message: text(fields, "message"),
      ...(fields.hint === undefined ? {} : { hint: text(fields, "hint") }),
      ...(fields.path === undefined ? {} : { path: text(fields, "path") }),
    }),
  ],
  ["done", (fields) => ({ type: "done", ok: fields.ok === true })],
]);

/**
 * @param now milliseconds since the epoch, for a metric without a timestamp
 * @param redact takes secrets out of every text of the event
 * @returns the event, or what is wrong with the line.
 */
export function parseEvent(line: string, now: number, redact: (text: string) => string): ParsedEvent {
  try {
    const value: unknown = JSON.parse(line, (_key, item: unknown) =>
      typeof item === "string" ? redact(item) : item,
    );
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new Fault("is no JSON object");
    const fields: Fields = { ...value };
    const read = typeof fields.type === "string" ? READERS.get(fields.type) : undefined;
    if (read === undefined)
      throw new Fault(`has an unknown type; there are ${[...READERS.keys()].join(", ")}`);
    return { ok: true, event: read(fields, now) };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.message };
    if (error instanceof SyntaxError)
      return { ok: false, fault: 'is not JSON (non-finite numbers are text: "NaN")' };
    throw error;
  }
}

class Fault extends Error {}

function signature(value: unknown): Signature {
  const found = parseSignature(value);
  if (found !== undefined) return found;
  throw new Fault("needs inputs and outputs, each with a name, a dtype and a shape, as signature");
}

function text(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value === "string") return value;
  throw new Fault(`needs a text as ${key}`);
}

function name(fields: Fields, key: string): string {
  const value = text(fields, key);
  if (value !== "") return value;
  throw new Fault(`has an empty ${key}`);
}

function amount(fields: Fields, key: string): number {
  const value = fields[key];
  if (typeof value === "number" && value >= 0) return value;
  throw new Fault(`needs a number of 0 or more as ${key}`);
}

function integer(fields: Fields, key: string): number {
  const value = fields[key];
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new Fault(
    `needs an integer as ${key}${key === "timestamp" ? " (milliseconds since the epoch)" : ""}`,
  );
}

function scalar(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Fault("needs a text, a number or a boolean as value");
}

function level(value: unknown): (typeof LEVELS)[number] {
  const found = LEVELS.find((one) => one === value);
  if (found !== undefined) return found;
  throw new Fault(`needs one of ${LEVELS.join(", ")} as level`);
}

function metricValue(value: unknown): MetricValue {
  // JSON can say 1e999, which is read as Infinity.
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = typeof value === "number" ? String(value) : value;
  const found = NON_FINITE.find((one) => one === text);
  if (found !== undefined) return found;
  throw new Fault(`needs a number as value, or one of ${NON_FINITE.join(", ")}`);
}

function rows(value: unknown): SummaryRow[] {
  if (!Array.isArray(value)) throw new Fault("needs a list as rows");
  return value.map((row: unknown) => {
    if (typeof row !== "object" || row === null) throw new Fault("has a row that is no object");
    const fields: Fields = { ...row };
    const { value: cell, before, unit } = fields;
    if (!isCell(cell)) throw new Fault("has a row without a value");
    if (before !== undefined && !isCell(before))
      throw new Fault("has a row whose before is no text or number");
    return {
      label: text(fields, "label"),
      value: cell,
      ...(before === undefined ? {} : { before }),
      ...(unit === undefined ? {} : { unit: text(fields, "unit") }),
    };
  });
}

function isCell(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
