import { floatRepr } from "./float-repr.js";
import type { ConfigNode, Key } from "./node.js";

/** @returns the value as Python's `str` writes it: what it becomes inside a string with interpolations. */
export function pythonText(node: ConfigNode): string {
  return node.kind === "str" ? node.value : pythonRepr(node);
}

/** @returns the value as Python's `repr` writes it: `None`, `True`, `1.0`, `'x'`, `['a', {'b': 1}]`. */
export function pythonRepr(node: ConfigNode): string {
  if (node.written !== undefined) return pythonRepr(node.written);
  switch (node.kind) {
    case "null":
      return "None";
    case "bool":
      return node.value ? "True" : "False";
    case "int":
      return String(node.value);
    case "float":
      return floatRepr(node.value);
    case "str":
      return quoted(node.value);
    case "bytes":
      return `b${quoted(Buffer.from(node.value).toString("latin1"), { bytes: true })}`;
    case "list":
      return `[${node.items.map(pythonRepr).join(", ")}]`;
    case "map":
      return `{${Array.from(node.entries.values(), ({ key, value }) => `${keyRepr(key)}: ${pythonRepr(value)}`).join(", ")}}`;
  }
}

function keyRepr(key: Key): string {
  if (typeof key === "string") return quoted(key);
  if (key === null) return "None";
  if (typeof key === "boolean") return key ? "True" : "False";
  if (typeof key === "number") return floatRepr(key);
  if (typeof key === "bigint") return String(key);
  return `b${quoted(Buffer.from(key).toString("latin1"), { bytes: true })}`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/** What `str.isprintable` refuses: controls, separators but the space, unassigned and private characters. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function quoted(text: string, { bytes = false } = {}): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const known = ESCAPES[character];
    if (known !== undefined) body += known;
    else if (character === quote) body += `\\${quote}`;
    else if (character === " " || (code < 127 && code > 32)) body += character;
    else if (bytes || UNPRINTABLE.test(character)) body += escapedCode(code);
    else body += character;
  }
  return quote + body + quote;
}

function escapedCode(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
