import type { DefaultsEntry } from "./defaults/entry.js";
import type { LoadedConfig, Repository } from "./defaults/repository.js";
import { ConfigError } from "./error.js";
import { conform } from "./hydra/conform.js";
import type { Schemas } from "./hydra/schemas.js";
import { mapNode } from "./nodes/create.js";
import { checkDepth } from "./nodes/depth.js";
import type { ResolveContext } from "./nodes/interpolation/context.js";
import { merge } from "./nodes/merge.js";
import type { ConfigNode, MapNode } from "./nodes/node.js";
import { splitKey } from "./nodes/path.js";
import { select } from "./nodes/select.js";
import { SharedParts } from "./shared-parts.js";

export interface MergeRequest {
  readonly repo: Repository;
  readonly schemas: Schemas;
  readonly context: ResolveContext;
  /** Goes in after Hydra's own configs and before the user's. */
  readonly base: MapNode | undefined;
  readonly warn: (message: string) => void;
}

/**
 * @returns the configs of a defaults list merged in order, each at its package.
 * @throws ConfigError (merge, validation, key) with the config that does not fit in its message.
 */
export function mergeConfigs(entries: readonly DefaultsEntry[], request: MergeRequest): MapNode {
  let tree = mapNode([]);
  let base = request.base;
  const shared = new SharedParts(entries.map(({ configPath }) => configPath));
  for (const entry of entries) {
    tree = mergeOne(tree, entry, request, shared);
    if (base === undefined || entry.configPath !== "hydra/config") continue;
    tree = mergeAt(tree, base, "base", request);
    base = undefined;
  }
  return tree;
}

function mergeOne(tree: MapNode, entry: DefaultsEntry, request: MergeRequest, shared: SharedParts): MapNode {
  const loaded = request.repo.load(entry.configPath);
  if (loaded === undefined) return tree;
  const content = shared.current(entry.configPath, matchSchema(loaded, entry.configPath, request), tree);
  if (entry.package === "") shared.note(entry.configPath, content, tree);
  const node = embed(content, entry.package);
  const merged = mergeAt(tree, node, entry.configPath, request);
  if (loaded.schema !== undefined) return request.schemas.attach(merged, entry.package, loaded.schema);
  const isOwn = entry.primary || entry.configPath === "hydra/config";
  if (!isOwn && isSet(select(node, "hydra.searchpath")))
    throw new ConfigError(
      "composition",
      `In '${entry.configPath}': Overriding hydra.searchpath is only supported from the primary config`,
    );
  return merged;
}

function mergeAt(
  tree: MapNode,
  node: ConfigNode,
  config: string,
  { schemas, context }: MergeRequest,
): MapNode {
  try {
    const merged = merge(tree, node, context);
    return merged.kind === "map" ? schemas.conform(merged, tree, { lenient: true }) : tree;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { kind, key, origin } = error;
    const where = key === undefined || key === "" ? "" : `\n    full_key: ${key}`;
    throw new ConfigError(kind, `In '${config}': ${error.message}${where}`, {
      cause: error,
      ...(key === undefined ? {} : { key }),
      ...(origin === undefined ? {} : { origin }),
    });
  }
}

/** A file of the same path as one of Hydra's typed configs is merged over that one: an older Hydra's habit. */
function matchSchema(
  loaded: LoadedConfig,
  config: string,
  { repo, warn, context }: MergeRequest,
): ConfigNode {
  const typed = repo.sources.at(-1);
  if (
    loaded.schema !== undefined ||
    typed === undefined ||
    loaded.source === typed ||
    !typed.isConfig(config)
  )
    return loaded.node;
  const { node, schema } = typed.load(config);
  if (schema === undefined) return loaded.node;
  if (node.kind === "map" && node.entries.has("defaults"))
    throw new ConfigError("composition", `'${config}' is the name of one of Hydra's own configs`);
  warn(`'${config}' is validated against Hydra's own config of the same name.`);
  return conform(merge(node, loaded.node, context), schema, { key: "", before: node });
}

function embed(node: ConfigNode, at: string): ConfigNode {
  if (at === "") return node;
  const path = splitKey(at);
  checkDepth(path.length, node.origin);
  return path.reduceRight((inner, key) => mapNode([[key, inner]], inner.origin), node);
}

function isSet(node: ConfigNode | undefined): boolean {
  return node !== undefined && node.kind !== "null";
}
