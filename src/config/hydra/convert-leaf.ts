import type { LeafSchema } from "../defaults/schema.js";
import { typeName } from "../defaults/type-name.js";
import { floatRepr } from "../nodes/float-repr.js";
import type { ConfigNode } from "../nodes/node.js";

const TRUE = new Set(["yes", "y", "on", "true"]);
const FALSE = new Set(["no", "n", "off", "false"]);
const INTEGER = /^\s*([+-]?\d+(?:_\d+)*)\s*$/;

/** @returns the value in the type of a schema's leaf, as OmegaConf converts it, or what is wrong with it. */
export function convertLeaf(node: ConfigNode, schema: LeafSchema): ConfigNode | string {
  switch (schema.type) {
    case "str":
      return convertText(node);
    case "int":
      return convertInteger(node);
    case "bool":
      return convertBoolean(node);
    case "enum":
      return convertName(node, schema.names ?? []);
    default:
      return node;
  }
}

function convertText(node: ConfigNode): ConfigNode | string {
  if (node.kind === "str") return node;
  const value = scalarText(node);
  if (value === undefined) return `Cannot convert '${typeName(node)}' to string`;
  return { kind: "str", value, ...placed(node) };
}

function convertInteger(node: ConfigNode): ConfigNode | string {
  if (node.kind === "int") return node;
  const value = node.kind === "str" ? integer(node.value) : undefined;
  if (value === undefined)
    return `Value '${describe(node)}' of type '${typeName(node)}' could not be converted to Integer`;
  return { kind: "int", value, ...placed(node) };
}

function convertBoolean(node: ConfigNode): ConfigNode | string {
  if (node.kind === "bool") return node;
  const value = truth(node);
  if (value === undefined) return `Value '${describe(node)}' is not a valid bool (type ${typeName(node)})`;
  return { kind: "bool", value, ...placed(node) };
}

function truth(node: ConfigNode): boolean | undefined {
  if (node.kind === "int") return node.value !== 0n;
  if (node.kind !== "str") return undefined;
  const number = integer(node.value);
  if (number !== undefined) return number !== 0n;
  const word = node.value.toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}

/** By its name, by `Type.NAME`, or by its number from 1. */
function convertName(node: ConfigNode, names: readonly string[]): ConfigNode | string {
  const written = node.kind === "str" ? node.value.slice(node.value.lastIndexOf(".") + 1) : undefined;
  const name = node.kind === "int" ? names[Number(node.value) - 1] : names.find((each) => each === written);
  if (name === undefined) return `Invalid value '${describe(node)}', expected one of [${names.join(", ")}]`;
  return { kind: "str", value: name, ...placed(node) };
}

function integer(text: string): bigint | undefined {
  const digits = INTEGER.exec(text)?.[1]?.replaceAll("_", "");
  if (digits === undefined) return undefined;
  return digits.startsWith("-") ? -BigInt(digits.slice(1)) : BigInt(digits.replace("+", ""));
}

function scalarText(node: ConfigNode): string | undefined {
  if (node.kind === "str") return node.value;
  if (node.kind === "int") return String(node.value);
  if (node.kind === "float") return floatRepr(node.value);
  if (node.kind === "bool") return node.value ? "True" : "False";
  return undefined;
}

function describe(node: ConfigNode): string {
  return scalarText(node) ?? `a ${typeName(node)}`;
}

function placed({ origin, hides }: ConfigNode): Pick<ConfigNode, "origin" | "hides"> {
  return hides === undefined ? { origin } : { origin, hides };
}
