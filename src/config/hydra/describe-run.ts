import type { ConfigSourceInfo } from "../composition.js";
import { ConfigError } from "../error.js";
import { fromPlain, listNode, nullNode, strNode } from "../nodes/create.js";
import type { ResolveContext } from "../nodes/interpolation/context.js";
import { resolveAt } from "../nodes/interpolation/resolve.js";
import { hiding } from "../nodes/merge.js";
import {
  type ConfigNode,
  isMissing,
  type KeyId,
  type MapEntry,
  type MapNode,
  type Origin,
} from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";
import { select } from "../nodes/select.js";
import { isHydraOverride, type Override } from "../overrides/override.js";
import { overrideDirname } from "./override-dirname.js";

/** The Hydra whose behaviour this is. */
const VERSION = "1.3.8";
const VERSION_BASE = "1.3";
const origin: Origin = { type: "code", name: "hydra" };

export interface RunFacts {
  readonly configName: string | null;
  readonly jobName: string;
  readonly cwd: string;
  readonly overrides: readonly Override[];
  readonly choices: ReadonlyMap<string, string | null>;
  readonly sources: readonly ConfigSourceInfo[];
  readonly context: ResolveContext;
}

/**
 * @returns the config with what Hydra itself writes into its node: overrides, choices, sources, the job's name.
 * @throws ConfigError (validation) when `hydra.job.env_copy` names a variable that is not set.
 */
export function describeRun(config: MapNode, facts: RunFacts): MapNode {
  const { configName, jobName, cwd, overrides, choices, sources, context } = facts;
  const hydra = overrides.filter(isHydraOverride);
  const task = overrides.filter((override) => !isHydraOverride(override));
  let tree = append(config, ["hydra", "overrides", "hydra"], hydra);
  tree = append(tree, ["hydra", "overrides", "task"], task);
  tree = addChoices(tree, choices);
  for (const name of texts(resolveAt(tree, "hydra.job.env_copy", context)))
    tree = set(tree, ["hydra", "job", "env_set", name], text(environment(name, context)));
  tree = set(tree, ["hydra", "runtime", "version"], text(VERSION));
  tree = set(tree, ["hydra", "runtime", "version_base"], text(VERSION_BASE));
  tree = set(tree, ["hydra", "runtime", "cwd"], text(cwd));
  tree = set(tree, ["hydra", "runtime", "config_sources"], fromPlain(sources, origin));
  const name = select(tree, "hydra.job.name");
  if (name === undefined || isMissing(name)) tree = set(tree, ["hydra", "job", "name"], text(jobName));
  const dirname = overrideDirname(task, dirnameStyle(tree, context));
  tree = set(tree, ["hydra", "job", "override_dirname"], text(dirname));
  const config_name = configName === null ? nullNode(origin) : text(configName);
  return set(tree, ["hydra", "job", "config_name"], config_name);
}

function addChoices(tree: MapNode, choices: ReadonlyMap<string, string | null>): MapNode {
  const before = select(tree, "hydra.runtime.choices");
  const entries = new Map<KeyId, MapEntry>(before?.kind === "map" ? before.entries : []);
  for (const [key, option] of choices)
    entries.set(key, { key, value: option === null ? nullNode(origin) : text(option) });
  return set(tree, ["hydra", "runtime", "choices"], { kind: "map", entries, origin });
}

function dirnameStyle(tree: MapNode, context: ResolveContext) {
  const at = (name: string) => resolveAt(tree, `hydra.job.config.override_dirname.${name}`, context);
  const kvSep = at("kv_sep");
  const itemSep = at("item_sep");
  return {
    kvSep: kvSep === undefined ? "=" : pythonText(kvSep),
    itemSep: itemSep === undefined ? "," : pythonText(itemSep),
    excludeKeys: texts(at("exclude_keys")),
  };
}

function append(tree: MapNode, path: readonly string[], overrides: readonly Override[]): MapNode {
  const before = select(tree, path.join("."));
  const items = overrides.map((override) => text(override.text));
  return set(tree, path, listNode([...(before?.kind === "list" ? before.items : []), ...items], origin));
}

function environment(name: string, { env }: ResolveContext): string {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined) return value;
  throw new ConfigError("validation", `hydra.job.env_copy: the environment has no variable '${name}'`, {
    key: "hydra.job.env_copy",
  });
}

function set(tree: MapNode, [head = "", ...rest]: readonly string[], value: ConfigNode): MapNode {
  const before = tree.entries.get(head)?.value;
  const below = before?.kind === "map" ? before : empty();
  const inner = rest.length === 0 ? replacing(before, value) : set(below, rest, value);
  return { ...tree, entries: new Map(tree.entries).set(head, { key: head, value: inner }) };
}

/** A list or mapping was made from the one that was there, which is then not hidden. */
function replacing(before: ConfigNode | undefined, value: ConfigNode): ConfigNode {
  const isScalar = before !== undefined && before.kind !== "map" && before.kind !== "list";
  return isScalar ? hiding(value, before) : value;
}

function empty(): MapNode {
  return { kind: "map", entries: new Map<KeyId, MapEntry>(), origin };
}

function texts(node: ConfigNode | undefined): string[] {
  return node?.kind === "list" ? node.items.map(pythonText) : [];
}

function text(value: string): ConfigNode {
  return strNode(value, origin);
}
