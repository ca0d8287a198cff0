import { redactor } from "../../chain/redactor.js";
import { withoutUrlSecrets } from "../../chain/url-secrets.js";
import { strNode } from "../../config/nodes/create.js";
import { type ConfigNode, isInterpolation } from "../../config/nodes/node.js";
import { keyText } from "../../schema/coerce.js";

/** What must not be shown of a config. */
export interface Hidden {
  /** Where secrets stand: the keys and indices that lead to each. */
  readonly paths: readonly (readonly string[])[];
  /** Their texts, which may stand elsewhere: in overrides that are repeated, in a copy. */
  readonly texts: readonly string[];
}

const MASK = strNode("***");

/** @returns the node with secrets masked where they stand and wherever their text does, and those in web addresses. */
export function withoutSecrets(node: ConfigNode, { paths, texts }: Hidden): ConfigNode {
  const secret = new Set(paths.map((path) => JSON.stringify(path)));
  const textOf = masker(texts);
  const masked = (part: ConfigNode, path: readonly string[]): ConfigNode => {
    if (secret.has(JSON.stringify(path)) && !tellsNothing(part)) return MASK;
    if (part.kind === "str") return { ...part, value: textOf(part.value) };
    if (part.kind === "list")
      return { ...part, items: part.items.map((item, index) => masked(item, [...path, String(index)])) };
    if (part.kind !== "map") return part;
    const entries = [...part.entries].map(
      ([id, { key, value }]) => [id, { key, value: masked(value, [...path, keyText(key)]) }] as const,
    );
    return { ...part, entries: new Map(entries) };
  };
  return masked(node, []);
}

/** Where a secret comes from is no secret, and a job that is run again needs it. */
function tellsNothing(node: ConfigNode): boolean {
  return node.kind === "null" || isInterpolation(node);
}

/** @returns the text with secrets masked wherever they stand in it, and those in web addresses. */
export function textWithoutSecrets(text: string, secrets: readonly string[]): string {
  return masker(secrets)(text);
}

function masker(secrets: readonly string[]): (text: string) => string {
  const redact = redactor(secrets, 1);
  return (text) => redact(withoutUrlSecrets(text));
}
