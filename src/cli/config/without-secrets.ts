import type { ConfigNode } from "../../config/nodes/node.js";

/** @returns the node with secrets masked wherever their text stands: in their sections, in overrides that are repeated. */
export function withoutSecrets(node: ConfigNode, secrets: readonly string[]): ConfigNode {
  const texts = longestFirst(secrets);
  return texts.length === 0 ? node : masked(node, texts);
}

/** @returns the text with secrets masked wherever they stand in it. */
export function textWithoutSecrets(text: string, secrets: readonly string[]): string {
  return maskedText(text, longestFirst(secrets));
}

/** One secret may be a part of another. */
function longestFirst(secrets: readonly string[]): string[] {
  return secrets.filter((text) => text !== "").toSorted((a, b) => b.length - a.length);
}

function masked(node: ConfigNode, secrets: readonly string[]): ConfigNode {
  if (node.kind === "list") return { ...node, items: node.items.map((item) => masked(item, secrets)) };
  if (node.kind === "map") {
    const entries = [...node.entries].map(
      ([id, { key, value }]) => [id, { key, value: masked(value, secrets) }] as const,
    );
    return { ...node, entries: new Map(entries) };
  }
  if (node.kind !== "str") return node;
  return { ...node, value: maskedText(node.value, secrets) };
}

function maskedText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}
