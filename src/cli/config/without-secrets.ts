import type { ConfigNode } from "../../config/nodes/node.js";

/** @returns the node with secrets masked wherever their text stands: in their sections, in overrides that are repeated. */
export function withoutSecrets(node: ConfigNode, secrets: readonly string[]): ConfigNode {
  // The longest first: one secret may be a part of another.
  const texts = secrets.filter((text) => text !== "").toSorted((a, b) => b.length - a.length);
  return texts.length === 0 ? node : masked(node, texts);
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
  const value = secrets.reduce((text, secret) => text.replaceAll(secret, "***"), node.value);
  return { ...node, value };
}
