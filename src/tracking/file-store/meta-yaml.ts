import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";

export const META_FILE = "meta.yaml";

export type MetaValue = string | number | null | Readonly<Record<string, string>>;
export type Meta = ReadonlyMap<string, unknown>;

/** @returns the YAML of a record, its texts double-quoted so that no YAML reader takes them for something else. */
export function metaYaml(fields: Readonly<Record<string, MetaValue>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${scalar(value)}\n`);
  return lines.join("");
}

function scalar(value: MetaValue): string {
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([key, text]) => `${scalar(key)}: ${scalar(text)}`);
    return `{${fields.join(", ")}}`;
  }
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** @returns the fields of a folder's meta.yaml; undefined when there is none or it cannot be read. */
export async function readMeta(folder: string): Promise<Meta | undefined> {
  const text = await readFile(join(folder, META_FILE), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const document = parseDocument(text, { version: "1.1", logLevel: "silent" });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const value: unknown = document.toJS({ mapAsMap: true });
  return value instanceof Map ? value : undefined;
}
