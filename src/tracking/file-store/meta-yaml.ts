import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { textOf } from "../text-of.js";

export const META_FILE = "meta.yaml";

export type Meta = ReadonlyMap<string, unknown>;

/** A line of a file that this program wrote. */
const OWN_LINE = /^([a-z_]+): (null|-?\d+|"(?:[^"\\]|\\.)*")$/;

/** @returns the fields of a folder's meta.yaml; undefined when there is none or it cannot be read. */
export async function readMeta(folder: string): Promise<Meta | undefined> {
  const text = textOf(join(folder, META_FILE));
  return text === undefined ? undefined : (ownFields(text) ?? fieldsOf(text));
}

/** Most files of a store are our own: a reader of all of YAML, which takes a while to wake, is for the others. */
function ownFields(text: string): Meta | undefined {
  const fields = new Map<string, unknown>();
  try {
    for (const line of text.trimEnd().split("\n")) {
      const [, key, value] = OWN_LINE.exec(line) ?? [];
      if (key === undefined || value === undefined || fields.has(key)) return undefined;
      fields.set(key, JSON.parse(value));
    }
    return fields;
  } catch {
    return undefined;
  }
}

function fieldsOf(text: string): Meta | undefined {
  const document = parseDocument(text, { version: "1.1", logLevel: "silent" });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const value: unknown = document.toJS({ mapAsMap: true });
  return value instanceof Map ? value : undefined;
}
