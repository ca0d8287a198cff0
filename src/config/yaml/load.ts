import { ConfigError } from "../error.js";
import { checkConfig } from "../nodes/check-config.js";
import type { ConfigNode } from "../nodes/node.js";
import { YamlParser } from "./parser.js";

const UNPRINTABLE = /[^\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Reads one YAML document as OmegaConf's loader does: YAML 1.1 scalars (`yes`, `010`, `1:30`) without dates,
 * duplicate keys refused, `<<` merged, aliases shared.
 * @param source - what origins name as their path
 * @returns the root; null for an empty document. A single string is a text of its own, whatever stands in it.
 * @throws ConfigError: parse with line and column, also for interpolations that cannot be read; key for a null
 * key; validation beyond 400 levels or when aliases stand for more than 100 000 values.
 */
export function loadYaml(text: string, source: string): ConfigNode {
  const bad = UNPRINTABLE.exec(text);
  if (bad !== null) throw unprintable(text, bad.index, source);
  const root = new YamlParser(text, source).document();
  if (root.kind !== "str") checkConfig(root);
  return root;
}

function unprintable(text: string, index: number, source: string): ConfigError {
  const before = text.slice(0, index).split(/\r\n|[\r\n\x85\u2028\u2029]/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  const code = (text.codePointAt(index) ?? 0).toString(16).padStart(4, "0");
  return new ConfigError("parse", `Unacceptable character #x${code}: special characters are not allowed`, {
    origin: { type: "file", path: source, line: before.length, column },
    column,
  });
}
