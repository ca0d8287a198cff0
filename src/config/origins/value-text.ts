import type { ConfigNode } from "../nodes/node.js";
import { keyText } from "../nodes/to-plain.js";
import { dumpYaml } from "../yaml/dump.js";
import { oneLine } from "./one-line.js";

const LONGEST = 60;
/** Of a longer list or mapping only the first members can be seen anyway. */
const MOST = LONGEST / 2;
const DEEPEST = 4;

/** @returns the value in one line of YAML, `[1, a]` or `{a: 1}`, with `…` where it is longer than 60 characters. */
export function valueText(node: ConfigNode): string {
  const characters = Array.from(oneLine(flowText(node, 0)));
  return characters.length <= LONGEST ? characters.join("") : `${characters.slice(0, LONGEST - 1).join("")}…`;
}

function flowText(node: ConfigNode, depth: number): string {
  if (node.kind === "list") {
    const items = depth < DEEPEST ? node.items.slice(0, MOST) : [];
    const texts = items.map((item) => flowText(item, depth + 1));
    return `[${shortened(texts, node.items.length).join(", ")}]`;
  }
  if (node.kind === "map") {
    const entries = depth < DEEPEST ? [...node.entries.values()].slice(0, MOST) : [];
    const texts = entries.map(({ key, value }) => `${keyText(key)}: ${flowText(value, depth + 1)}`);
    return `{${shortened(texts, node.entries.size).join(", ")}}`;
  }
  return scalarText(node, { inside: depth > 0 });
}

function shortened(texts: string[], length: number): string[] {
  return texts.length < length ? [...texts, "…"] : texts;
}

function scalarText(node: ConfigNode, { inside }: { inside: boolean }): string {
  if (node.kind === "bytes")
    return `!!binary ${Buffer.from(node.value.subarray(0, LONGEST)).toString("base64")}`;
  if (node.kind !== "str") return dumpYaml(node).replace(/\n\.\.\.\n$/, "");
  const value = node.value.slice(0, 2 * LONGEST);
  const yaml = dumpYaml({ ...node, value })
    .trimEnd()
    .replace(/\n\.\.\.$/, "");
  const needsQuotes = yaml.includes("\n") || (inside && /[[\]{},]/.test(yaml) && !/^['"]/.test(yaml));
  return needsQuotes ? JSON.stringify(value) : yaml;
}
