import { ConfigError } from "../error.js";
import { boolNode, bytesNode, floatNode, intNode, nullNode, strNode } from "../nodes/create.js";
import { decimalInteger } from "../nodes/integer.js";
import type { ConfigNode, Origin } from "../nodes/node.js";
import type { ScalarValue } from "../nodes/scalar.js";
import { implicitKind } from "./resolve-scalar.js";

/** The prefix of YAML's own tags: what `!!` stands for. */
export const YAML_TAG = "tag:yaml.org,2002:";

/** Values of a kind that its text gives. */
type Constructed = ScalarValue["kind"] | "binary";

/**
 * @returns the node of a scalar of a kind.
 * @throws ConfigError (parse) for a text that is not of that kind: `!!int x`.
 */
export function constructScalar(kind: Constructed, text: string, origin: Origin): ConfigNode {
  switch (kind) {
    case "null":
      return nullNode(origin);
    case "bool":
      return boolNode(boolOf(text, origin), origin);
    case "int":
      return intNode(integerOf(text, origin), origin);
    case "float":
      return floatNode(floatOf(text, origin), origin);
    case "binary":
      return bytesNode(bytesOf(text, origin), origin);
    case "str":
      return strNode(text, origin);
  }
}

const CONSTRUCTED: ReadonlySet<string> = new Set<Constructed>([
  "null",
  "bool",
  "int",
  "float",
  "binary",
  "str",
]);

/** @returns the kind that a tag names, or undefined. */
export function taggedKind(tag: string): Constructed | undefined {
  const name = tag.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : "";
  return isConstructed(name) ? name : undefined;
}

function isConstructed(name: string): name is Constructed {
  return CONSTRUCTED.has(name);
}

function refuse(kind: string, text: string, origin: Origin): never {
  throw new ConfigError("parse", `'${text}' is not of type ${kind}`, { origin });
}

function boolOf(text: string, origin: Origin): boolean {
  const word = text.toLowerCase();
  if (word === "yes" || word === "true" || word === "on") return true;
  return word === "no" || word === "false" || word === "off" ? false : refuse("bool", text, origin);
}

const BINARY_OR_HEX = /^0(?:b[01]+|x[0-9a-fA-F]+)$/;
const OCTAL = /^0[0-7]+$/;
const DECIMAL = /^[1-9][0-9]*$/;
const SEXAGESIMAL = /^[0-9]+(?::[0-9]+)+$/;

function integerOf(text: string, origin: Origin): bigint {
  const unsigned = text.replaceAll("_", "").replace(/^[-+]/, "");
  const magnitude = magnitudeOf(unsigned);
  if (magnitude === undefined) return refuse("int", text, origin);
  return text.startsWith("-") ? -magnitude : magnitude;
}

function magnitudeOf(digits: string): bigint | undefined {
  if (digits === "0") return 0n;
  if (BINARY_OR_HEX.test(digits)) return BigInt(digits);
  if (OCTAL.test(digits)) return BigInt(`0o${digits}`);
  if (DECIMAL.test(digits)) return decimalInteger(digits);
  if (!SEXAGESIMAL.test(digits)) return undefined;
  return digits.split(":").reduce((sum, part) => sum * 60n + decimalInteger(part), 0n);
}

const FLOAT_TEXT = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/;

function floatOf(text: string, origin: Origin): number {
  const word = text.replaceAll("_", "").toLowerCase();
  const sign = word.startsWith("-") ? -1 : 1;
  const unsigned = word.replace(/^[-+]/, "");
  if (unsigned === ".inf" || unsigned === "inf" || unsigned === "infinity") return sign * Infinity;
  if (unsigned === ".nan" || unsigned === "nan") return NaN;
  if (FLOAT_TEXT.test(unsigned)) return sign * Number(unsigned);
  const parts = unsigned.split(":");
  if (parts.length < 2 || !parts.every((part) => FLOAT_TEXT.test(part))) return refuse("float", text, origin);
  let base = 1;
  let sum = 0;
  for (const part of parts.toReversed()) {
    sum += Number(part) * base;
    base *= 60;
  }
  return sign * sum;
}

const DATE =
  /^\d{4}-(?:\d\d-\d\d|\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** Characters that are no digits are skipped, and all behind the padding, as Python does. */
function bytesOf(text: string, origin: Origin): Uint8Array {
  if (/[^\t\n\r\x20-\x7E]/.test(text)) return refuse("binary", text, origin);
  let data = "";
  let padding = 0;
  for (const [digit] of text.matchAll(/[A-Za-z0-9+/=]/g)) {
    if (digit !== "=") {
      data += digit;
      padding = 0;
    } else if (data.length % 4 >= 2 && (data.length % 4) + ++padding >= 4) break;
  }
  const missing = (4 - (data.length % 4)) % 4;
  if (missing > padding) return refuse("binary", text, origin);
  return new Uint8Array(Buffer.from(data, "base64"));
}

/** @returns the kind of a scalar token: by its tag, or by its text when it is plain and has none. */
export function scalarKind(
  text: string,
  tag: string | undefined,
  plain: boolean,
  origin: Origin,
): Constructed | "merge" | "value" | "date" {
  if (tag === undefined) return plain ? implicitKind(text) : "str";
  if (tag === "!") return implicitKind(text);
  if (tag === `${YAML_TAG}merge`) return "merge";
  if (tag === `${YAML_TAG}value`) return "value";
  if (tag === `${YAML_TAG}timestamp`) return DATE.test(text) ? "date" : refuse("timestamp", text, origin);
  const kind = taggedKind(tag);
  if (kind !== undefined) return kind;
  throw new ConfigError("parse", `Could not determine a constructor for the tag '${tag}'`, { origin });
}
