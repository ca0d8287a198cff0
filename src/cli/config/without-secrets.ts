import { withoutUrlSecrets } from "../../chain/url-secrets.js";
import type { ConfigNode } from "../../config/nodes/node.js";

/**
 * @returns the node with secrets masked wherever their text stands (in their sections, in overrides that are repeated)
 *   and those in web addresses.
 */
export function withoutSecrets(node: ConfigNode, secrets: readonly string[]): ConfigNode {
  return masked(node, longestFirst(secrets));
}

/** @returns the text with secrets masked wherever they stand in it, and those in web addresses. */
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
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), withoutUrlSecrets(text));
}
