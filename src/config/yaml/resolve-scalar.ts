import type { ScalarValue } from "../nodes/scalar.js";

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9]+(?:_[0-9]+)*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;

/** Kinds that a plain scalar's text alone decides; `<<` and `=` have a meaning only as keys. */
export type ImplicitKind = ScalarValue["kind"] | "merge" | "value";

/** No number is written so long; beyond it a text is a string. */
export const LONGEST_NUMBER = 10_000;

/** @returns the kind of a scalar without quotes and tag, by the rules of OmegaConf's YAML loader. */
export function implicitKind(text: string): ImplicitKind {
  switch (kindByStart(text)) {
    case "number":
      if (FLOAT.test(text)) return "float";
      return INT.test(text) ? "int" : "str";
    case "word":
      if (BOOL.test(text)) return "bool";
      return NULL.test(text) ? "null" : "str";
    default:
      if (text === "<<") return "merge";
      return text === "=" ? "value" : "str";
  }
}

function kindByStart(text: string): "number" | "word" | "other" {
  if (text.length > LONGEST_NUMBER) return "other";
  const first = text.charAt(0);
  if ((first >= "0" && first <= "9") || first === "-" || first === "+" || first === ".") return "number";
  return first === "" || "yYnNtTfFoO~".includes(first) ? "word" : "other";
}
