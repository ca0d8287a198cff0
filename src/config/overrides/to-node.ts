import type { ConfigError } from "../error.js";
import { listNode, mapNode, scalarNode, strNode } from "../nodes/create.js";
import type { ConfigNode, Key, Origin } from "../nodes/node.js";
import { globAsDict } from "./glob.js";
import { GrammarError } from "./grammar-error.js";
import type { Override } from "./override.js";
import { overrideError } from "./override-error.js";
import { type GlobSweep, isSweep, type OverrideValue, type Scalar } from "./value.js";

/**
 * @returns the config value that an override sets; each node's origin is the override with its own column. Quotes
 * are forgotten. Without a value, as in `~key`, it is undefined.
 * @throws ConfigError (validation) for a sweep, also inside of a list or dict, but for a glob in there, which is
 * the dict of its patterns.
 */
export function overrideNode({ text, value }: Override): ConfigNode | undefined {
  if (value === undefined) return undefined;
  if (isSweep(value)) throw sweepInValue(value, text);
  return toNode(value, text);
}

function toNode(value: OverrideValue, text: string): ConfigNode {
  const origin: Origin = { type: "override", text, column: value.at + 1 };
  switch (value.kind) {
    case "null":
    case "bool":
    case "int":
    case "float":
      return scalarNode(value, origin);
    case "str":
      return strNode(value.value, origin);
    case "list":
      return listNode(
        value.items.map((item) => toNode(item, text)),
        origin,
      );
    case "dict":
      return mapNode(
        value.entries.map((entry) => [toKey(entry.key), toNode(entry.value, text)]),
        origin,
      );
    case "glob":
      return globNode(value, text);
    default:
      throw sweepInValue(value, text);
  }
}

function globNode(glob: GlobSweep, text: string): ConfigNode {
  try {
    return toNode(globAsDict(glob), text);
  } catch (error) {
    if (error instanceof GrammarError) throw overrideError(text, error, "validation");
    throw error;
  }
}

function toKey(key: Scalar): Key {
  return key.kind === "null" ? null : key.value;
}

function sweepInValue({ kind, at }: OverrideValue, text: string): ConfigError {
  const hint = "a sweep is the whole value of an override, and needs --multirun";
  return overrideError(
    text,
    new GrammarError(`a ${kind} sweep cannot be set as a value`, { at, hint }),
    "validation",
  );
}
