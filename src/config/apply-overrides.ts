import { deleteValue, valueAt } from "./delete-value.js";
import { ConfigError } from "./error.js";
import type { Schemas } from "./hydra/schemas.js";
import { nearestKey } from "./nearest-key.js";
import { checkDepth } from "./nodes/depth.js";
import type { ResolveContext } from "./nodes/interpolation/context.js";
import type { ConfigNode, MapNode } from "./nodes/node.js";
import { splitKey } from "./nodes/path.js";
import { pythonText } from "./nodes/python-text.js";
import { select } from "./nodes/select.js";
import { update } from "./nodes/update.js";
import { nodesEqual } from "./nodes-equal.js";
import { isHydraOverride, type Override } from "./overrides/override.js";
import { overrideNode } from "./overrides/to-node.js";

export interface OverrideSite {
  readonly schemas: Schemas;
  readonly context: ResolveContext;
  /** What lies below the user's configs: `+key=` may add what they do not have and only this has. */
  readonly base?: MapNode | undefined;
}

/**
 * @returns the config with the overrides of values applied in order: `key=` changes what is there, `+key=` adds,
 * `++key=` does either, `~key` deletes.
 * @throws ConfigError (composition) for a key that is not there, or is there already; (validation, merge, key)
 * for a value that does not fit.
 */
export function applyOverrides(
  config: MapNode,
  overrides: readonly Override[],
  { schemas, context, base }: OverrideSite,
): MapNode {
  let tree = config;
  for (const override of overrides) {
    if (override.package !== undefined)
      throw refuse(
        override,
        `Override ${override.text} looks like a config group override, but config group '${override.key}' does not exist.`,
      );
    const changed = applyOne(tree, override, { context, base });
    tree = refit(changed, tree, override, schemas);
  }
  return tree;
}

type Ground = Pick<OverrideSite, "context" | "base">;

function applyOne(tree: MapNode, override: Override, ground: Ground): ConfigNode {
  const { context } = ground;
  const value = overrideNode(override);
  checkDepth(splitKey(override.key).length, origin(override).origin);
  if (override.type === "del") return deleteKey(tree, override, value, context);
  if (value === undefined) return tree;
  if (override.type === "add") refuseToReplace(tree, override, value, ground);
  const forceAdd = override.type !== "change";
  return guarded(tree, override, () => update(tree, override.key, value, { forceAdd, context }));
}

function refit(changed: ConfigNode, before: MapNode, override: Override, schemas: Schemas): MapNode {
  if (changed.kind !== "map") throw refuse(override, `Override ${override.text} does not leave a mapping`);
  return guarded(before, override, () =>
    schemas.conform(changed, before, { open: override.type !== "change" }),
  );
}

function deleteKey(
  tree: MapNode,
  override: Override,
  value: ConfigNode | undefined,
  context: ResolveContext,
): ConfigNode {
  const { key } = override;
  const found = guarded(tree, override, () => valueAt(tree, key, context));
  if (found === undefined) throw refuse(override, `Could not delete from config. '${key}' does not exist.`);
  if (value !== undefined && value.kind !== "null" && !nodesEqual(value, found))
    throw refuse(
      override,
      `Could not delete from config. The value of '${key}' is ${pythonText(found)} and not ${pythonText(value)}.`,
    );
  return guarded(tree, override, () => deleteValue(tree, key, context));
}

/**
 * A list or mapping is merged into what is there; a scalar must be new to the author of the config. What is there is
 * looked up for both, as in Hydra: an interpolation that cannot be resolved is an error.
 */
function refuseToReplace(
  tree: MapNode,
  override: Override,
  value: ConfigNode,
  { context, base }: Ground,
): void {
  const { key, text } = override;
  const found = guarded(tree, override, () => valueAt(tree, key, context));
  if (found === undefined || value.kind === "map" || value.kind === "list") return;
  if (base !== undefined && !isHydraOverride(override) && select(base, key)?.origin === found.origin) return;
  throw refuse(
    override,
    `Could not append to config. An item is already at '${key}'.\n` +
      `Either remove + prefix: '${text.slice(1)}'\nOr add a second + to add or override '${key}': '+${text}'`,
  );
}

function guarded<T>(tree: MapNode, override: Override, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw located(tree, override, error);
  }
}

function located(tree: MapNode, override: Override, error: ConfigError): ConfigError {
  const { key, text } = override;
  if (error.absent && override.type === "change") {
    const message = `Could not override '${key}'.\nTo append to your config use +${text}`;
    return refuse(override, message + nearestKey(tree, key), error);
  }
  const message = `Error merging override ${text}\n${error.message}`;
  return new ConfigError(error.kind, message, { ...origin(override), cause: error, key: error.key ?? key });
}

function refuse(override: Override, message: string, cause?: ConfigError): ConfigError {
  return new ConfigError("composition", message, {
    ...origin(override),
    key: cause?.key ?? override.key,
    cause,
  });
}

function origin({ text, at }: Override) {
  return { origin: { type: "override", text, column: at.key + 1 } } as const;
}
