import type { ConfigNode } from "../../config/nodes/node.js";

/** @returns the node with secrets masked wherever their text stands: in their sections, in overrides that are repeated. */
export function withoutSecrets(node: ConfigNode, secrets: readonly string[]): ConfigNode {
  if (secrets.length === 0) return node;
  if (node.kind === "list")
    return { ...node, items: node.items.map((item) => withoutSecrets(item, secrets)) };
  if (node.kind === "map") {
    const entries = [...node.entries].map(
      ([id, { key, value }]) => [id, { key, value: withoutSecrets(value, secrets) }] as const,
    );
    return { ...node, entries: new Map(entries) };
  }
  if (node.kind !== "str") return node;
  const value = secrets.reduce(
    (text, secret) => (secret === "" ? text : text.replaceAll(secret, "***")),
    node.value,
  );
  return { ...node, value };
}
