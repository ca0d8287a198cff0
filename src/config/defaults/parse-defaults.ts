import { ConfigError } from "../error.js";
import type { ConfigNode, MapNode } from "../nodes/node.js";
import type { DefaultsItem } from "./item.js";
import { typeName } from "./type-name.js";

/**
 * @returns the items of a defaults list, in order.
 * @throws ConfigError (composition) when it is no list, or an item is neither a path nor one `group: option`.
 */
export function parseDefaults(config: string, list: ConfigNode): DefaultsItem[] {
  if (list.kind !== "list") {
    const got = list.kind === "map" ? "mapping" : typeName(list);
    throw refuse(`Invalid defaults list in '${config}', defaults must be a list (got ${got})`, list);
  }
  return list.items.map((item) => parseItem(config, item));
}

function parseItem(config: string, item: ConfigNode): DefaultsItem {
  if (item.kind === "map") return parseGroup(config, item);
  if (item.kind !== "str")
    throw refuse(`In ${config}: Unsupported type in defaults : ${typeName(item)}`, item);
  const { name, target } = splitPackage(item.value);
  if (name === "_self_" && target !== undefined) throw refuse("_self_@PACKAGE is not supported", item);
  return { choice: name, ...packageOf(target), origin: item.origin };
}

function parseGroup(config: string, item: MapNode): DefaultsItem {
  const [entry, second] = item.entries.values();
  if (entry === undefined) throw refuse(`In ${config}: Missing group name in {}`, item);
  const keys = [...item.entries.values()].map(({ key }) => `'${String(key)}'`).join(", ");
  if (second !== undefined) throw refuse(`In ${config}: Too many keys in default item {${keys}}`, item);
  if (typeof entry.key !== "string")
    throw refuse(`In ${config}: A group's name must be a string: ${keys}`, item);
  const { name, target } = splitPackage(entry.key);
  const { group, optional, override } = splitKeywords(name);
  if (group === "") throw refuse(`In ${config}: Missing group name in ${keys}`, item);
  const choice = choiceOf(config, entry.value);
  return { group, choice, ...packageOf(target), optional, override, origin: entry.value.origin };
}

/** A keyword that is not known ends the keywords and is dropped, as in Hydra. */
function splitKeywords(text: string): { group: string; optional: boolean; override: boolean } {
  const words = text.split(" ");
  const group = words.pop() ?? "";
  const end = words.findIndex((word) => word !== "optional" && word !== "override");
  const keywords = end === -1 ? words : words.slice(0, end);
  return { group, optional: keywords.includes("optional"), override: keywords.includes("override") };
}

function choiceOf(config: string, value: ConfigNode): string | string[] | null {
  if (value.kind === "null") return null;
  if (value.kind === "str") return value.value;
  if (value.kind !== "list")
    throw refuse(
      `In ${config}: Unsupported item value in defaults : ${typeName(value)}. Supported: string or list`,
      value,
    );
  return value.items.map((item) => {
    if (item.kind === "str") return item.value;
    throw refuse(
      `In ${config}: Unsupported item value in defaults : ${typeName(item)}, nested list items must be strings`,
      item,
    );
  });
}

/** `group@package`; of `group@package:new`, an older form, only the package counts. */
function splitPackage(text: string): { name: string; target: string | undefined } {
  const at = text.indexOf("@");
  if (at === -1) return { name: text, target: undefined };
  const [target = ""] = text.slice(at + 1).split(":");
  return { name: text.slice(0, at), target };
}

function packageOf(target: string | undefined): { package?: string } {
  if (target === undefined) return {};
  return { package: target === "_here_" ? "" : target };
}

function refuse(message: string, { origin }: ConfigNode): ConfigError {
  return new ConfigError("composition", message, { origin });
}
