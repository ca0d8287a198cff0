/**
 * Hydra's configuration language without Python, public as `stm32ai_main/config`: composing configs from defaults
 * lists, groups and overrides; OmegaConf's YAML, merging and interpolation; Hydra's override grammar and sweeps.
 *
 * @example
 * const { job, hydra } = compose({
 *   searchPath: [{ provider: "main", path: "file:///home/me/conf" }],
 *   configName: "config",
 *   overrides: ["db=postgresql", "db.port=5433", "+note=first"],
 * });
 * console.log(dumpYaml(job));
 *
 * @example
 * const settings = composeValue({ searchPath, configName: "config", overrides: [], parse: settingsSchema.parse });
 */
export type { AppOptions } from "./app/app-options.js";
export type { Callback, CallbackFactory } from "./app/callbacks/callback.js";
export type { ConfigView } from "./app/job/config-view.js";
export { Exit } from "./app/job/exit.js";
export type { Job, JobResult, Task } from "./app/job/job.js";
export type { Logger } from "./app/logging/logger.js";
export type { Batch, Launcher, LauncherFactory, LaunchSite } from "./app/multirun/launcher.js";
export type { Sweeper, SweeperFactory, SweepSite } from "./app/multirun/sweeper.js";
export { runApp } from "./app/run-app.js";
export { compose, openRepository } from "./compose.js";
export { composeValue, type TypedOptions } from "./compose-value.js";
export type {
  ComposeOptions,
  Composition,
  ConfigFiles,
  ConfigSourceInfo,
  SearchPathEntry,
} from "./composition.js";
export type { DefaultsEntry } from "./defaults/entry.js";
export type { DefaultsItem } from "./defaults/item.js";
export type { PlacedItem } from "./defaults/placed-item.js";
export type { LoadedConfig, Repository } from "./defaults/repository.js";
export type { ConfigSource, GroupContent } from "./defaults/source.js";
export type { DefaultsTree } from "./defaults/tree.js";
export { ConfigError, type ConfigErrorDetails, type ConfigErrorKind } from "./error.js";
export { nodeFiles } from "./node-files.js";
export {
  boolNode,
  bytesNode,
  floatNode,
  fromPlain,
  intNode,
  listNode,
  mapNode,
  nullNode,
  strNode,
} from "./nodes/create.js";
export type { Found, ResolveContext, Resolver, ResolverSite } from "./nodes/interpolation/context.js";
export type { DeepOptions } from "./nodes/interpolation/deep-resolve.js";
export { type ResolveAtOptions, resolve, resolveAt } from "./nodes/interpolation/resolve.js";
export { merge } from "./nodes/merge.js";
export {
  type BoolNode,
  type BytesNode,
  type ConfigNode,
  type FloatNode,
  type IntNode,
  isInterpolation,
  isMissing,
  type Key,
  type KeyId,
  keyId,
  type ListNode,
  type MapEntry,
  type MapNode,
  type NullNode,
  type Origin,
  type ScalarNode,
  type StrNode,
} from "./nodes/node.js";
export { remove } from "./nodes/remove.js";
export { select } from "./nodes/select.js";
export { type Plain, toPlain } from "./nodes/to-plain.js";
export { type UpdateOptions, update } from "./nodes/update.js";
export { explainYaml } from "./origins/explain-yaml.js";
export { type KeyOrigin, listOrigins, type PlacedValue } from "./origins/list-origins.js";
export type { PlaceOptions } from "./origins/place-text.js";
export { printOrigins } from "./origins/print-origins.js";
export type { Override, OverrideType } from "./overrides/override.js";
export { parseOverride, parseOverrides } from "./overrides/parse.js";
export { batches, type ExpandedSweep, expandSweep, type JobOverrides } from "./overrides/sweep.js";
export type { SweepOptions } from "./overrides/sweep-values.js";
export type { OverrideValue } from "./overrides/value.js";
export { type ResolveContextOptions, resolveContext } from "./resolve-context.js";
export { dumpYaml } from "./yaml/dump.js";
export { loadConfig } from "./yaml/load-config.js";
