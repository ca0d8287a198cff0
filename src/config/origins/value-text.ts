import type { ConfigNode, ScalarNode } from "../nodes/node.js";
import { keyText } from "../nodes/to-plain.js";
import { dumpYaml } from "../yaml/dump.js";
import { clipped, LONGEST } from "./clipped.js";

const DEEPEST = 4;

/** @returns the value in one line of YAML, `[1, a]` or `{a: 1}`, with `…` where it is longer than 60 characters. */
export function valueText(node: ConfigNode): string {
  return clipped(flowText(node, 0));
}

function flowText(node: ConfigNode, depth: number): string {
  if (node.kind === "list") return `[${membersText(node.items, depth, (item) => flowText(item, depth + 1))}]`;
  if (node.kind !== "map") return scalarText(node, { inside: depth > 0 });
  const entries = membersText(
    node.entries.values(),
    depth,
    ({ key, value }) => `${keyText(key)}: ${flowText(value, depth + 1)}`,
  );
  return `{${entries}}`;
}

/** Members that would not be seen are not written: a value may be large. */
function membersText<T>(members: Iterable<T>, depth: number, write: (member: T) => string): string {
  let text = "";
  for (const member of members) {
    if (text !== "") text += ", ";
    if (depth === DEEPEST || text.length > LONGEST) return `${text}…`;
    text += write(member);
  }
  return text;
}

function scalarText(node: ScalarNode, { inside }: { inside: boolean }): string {
  if (node.kind === "bytes")
    return `!!binary ${Buffer.from(node.value.subarray(0, LONGEST)).toString("base64")}`;
  const scalar = node.kind === "str" ? { ...node, value: node.value.slice(0, 2 * LONGEST) } : node;
  const yaml = dumpYaml(scalar).replace(/(\n\.\.\.)?\n$/, "");
  if (scalar.kind !== "str") return yaml;
  const needsQuotes = yaml.includes("\n") || (inside && /[[\]{},]/.test(yaml) && !/^['"]/.test(yaml));
  return needsQuotes ? JSON.stringify(scalar.value) : yaml;
}
