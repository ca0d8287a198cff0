import { applyOverrides } from "./apply-overrides.js";
import type { ComposeOptions, Composition, SearchPathEntry } from "./composition.js";
import { buildTree } from "./defaults/build-tree.js";
import { checkSweeps } from "./defaults/check-sweeps.js";
import { Choices } from "./defaults/choices.js";
import { addedSearchPath } from "./defaults/extend-search-path.js";
import { flatten } from "./defaults/flatten.js";
import { sortOverrides } from "./defaults/group-overrides.js";
import type { DefaultsItem } from "./defaults/item.js";
import { Repository } from "./defaults/repository.js";
import { ensureMainAvailable, openSources } from "./defaults/search-path.js";
import { describeSource } from "./defaults/source.js";
import { describeRun } from "./hydra/describe-run.js";
import { Schemas } from "./hydra/schemas.js";
import { mergeConfigs } from "./merge-configs.js";
import { nodeFiles } from "./node-files.js";
import { nullNode } from "./nodes/create.js";
import type { ConfigNode, MapNode } from "./nodes/node.js";
import { pythonText } from "./nodes/python-text.js";
import { select } from "./nodes/select.js";
import type { Override } from "./overrides/override.js";
import { parseOverrides } from "./overrides/parse.js";
import { resolveContext } from "./resolve-context.js";

const HYDRA_CONFIG: DefaultsItem = { choice: "hydra/config" };
/** What Hydra composes when no primary config is named. */
const NO_CONFIG = "_dummy_empty_config_";

/**
 * Composes a config as Hydra 1.3 does: the primary config, the groups of its defaults list, the overrides.
 * Nothing but the files of the search path is read, and nothing is kept between two calls.
 * @param opened what `openRepository` gave for the same options; its configs are not read again.
 * @throws ConfigError: parse (YAML, an override), missing_config, composition, validation, interpolation, merge.
 */
export function compose(options: ComposeOptions, opened?: Repository): Composition {
  const { configName, mode = "run", from = "code", jobName = "app", cwd = process.cwd() } = options;
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const overrides = parseOverrides(options.overrides);
  const context = resolveContext({ ...options, warn });
  const repo = opened ?? openRepository(options, overrides, warn);
  checkSweeps(overrides, { mode, from });

  const grouped = sortOverrides(overrides, (group) => repo.isGroup(group));
  const choices = new Choices(grouped);
  const skipMissing = mode === "multirun";
  const trees = buildTree({ repo, choices, appended: grouped.appended, skipMissing, context, warn }, [
    HYDRA_CONFIG,
    { choice: configName ?? NO_CONFIG, primary: true },
  ]);
  const entries = flatten(trees).filter(({ configPath }) => configPath !== NO_CONFIG);
  choices.ensureUsed();

  const schemas = new Schemas();
  const merged = mergeConfigs(entries, { repo, schemas, context, base: options.base, warn });
  const strict: MapNode = { ...merged, flags: { struct: true } };
  const applied = applyOverrides(strict, grouped.values, { schemas, context, base: options.base });
  const configSources = repo.sources.map(({ path, scheme, provider }) => ({
    path,
    schema: scheme,
    provider,
  }));
  const facts = {
    configName,
    jobName,
    cwd,
    overrides,
    choices: choices.known,
    sources: configSources,
    context,
  };
  const config = describeRun(applied, facts);
  return {
    config,
    job: withoutHydra(config),
    hydra: config.entries.get("hydra")?.value ?? nullNode(),
    defaultsList: entries,
    defaultsTrees: trees,
    choices: choices.known,
    taskOverrides: textsAt(config, "hydra.overrides.task"),
    hydraOverrides: textsAt(config, "hydra.overrides.hydra"),
    overrideDirname: textAt(config, "hydra.job.override_dirname"),
    configSources,
    warnings,
  };
}

/**
 * @returns the configs that the options' search path gives, with what `hydra.searchpath` adds to it.
 * @throws ConfigError (missing_config) when the main folder does not exist.
 */
export function openRepository(
  options: ComposeOptions,
  overrides: readonly Override[] = parseOverrides(options.overrides),
  warn: (message: string) => void = () => {},
): Repository {
  const { cwd = process.cwd(), files = nodeFiles, searchPath, configName } = options;
  const open = (path: readonly SearchPathEntry[]) => openSources(path, { files, cwd });
  const repo = new Repository(open(searchPath));
  ensureMainAvailable(repo.sources);
  const added = addedSearchPath(repo, configName, overrides, resolveContext({ ...options, warn }));
  if (added.length === 0) return repo;
  const extended = new Repository(open([...searchPath, ...added]), repo);
  for (const source of extended.sources)
    if (!source.available()) warn(`${describeSource(source)} is not available.`);
  return extended;
}

function withoutHydra(config: MapNode): MapNode {
  const entries = new Map(config.entries);
  entries.delete("hydra");
  return { ...config, entries };
}

function textsAt(config: ConfigNode, key: string): string[] {
  const node = select(config, key);
  return node?.kind === "list" ? node.items.map(pythonText) : [];
}

function textAt(config: ConfigNode, key: string): string {
  const node = select(config, key);
  return node?.kind === "str" ? node.value : "";
}
