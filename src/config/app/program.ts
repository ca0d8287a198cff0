import { isAbsolute, resolve } from "node:path";
import { compose, openRepository } from "../compose.js";
import type { ComposeOptions, Composition, SearchPathEntry } from "../composition.js";
import type { Repository } from "../defaults/repository.js";
import { ConfigError } from "../error.js";
import { nodeFiles } from "../node-files.js";
import type { ResolveContext } from "../nodes/interpolation/context.js";
import type { MapNode } from "../nodes/node.js";
import { type ResolveContextOptions, resolveContext } from "../resolve-context.js";
import type { AppOptions } from "./app-options.js";
import type { Arguments } from "./flags/parse-arguments.js";
import { hydraPart } from "./hydra-part.js";
import { Log } from "./logging/log.js";
import type { World } from "./world.js";

/** One start of a program: its options, what the command line made of them, and its world. */
export interface Program {
  readonly options: AppOptions;
  readonly world: World;
  readonly log: Log;
  readonly configName: string | null;
  /** Tells a warning on stderr, once. */
  warn(message: string): void;
  /** @throws ConfigError as `compose`. */
  compose(overrides: readonly string[], how?: ComposeHow): Composition;
  /** @returns the configs in reach, with what `hydra.searchpath` adds. */
  repository(overrides: readonly string[]): Repository;
  /** @returns the configs of the program's own search path: what Hydra's help and `glob` know. */
  ownRepository(): Repository;
  /**
   * @param config what `${hydra:…}` looks into: its `hydra` node alone; without it there is no such resolver.
   * @returns the world of interpolations; `${now:}` is the same in all of them.
   */
  context(config: MapNode | undefined, env?: World["env"]): ResolveContext;
}

export interface ComposeHow {
  readonly mode?: "run" | "multirun";
  /** In place of the program's primary config. */
  readonly configName?: string | null;
  /** That of the same overrides, where it is open already: its configs are not read again. */
  readonly repository?: Repository;
}

/**
 * @param flags the command line's: `config-path`, `config-name` and `config-dir` count.
 * @throws ConfigError (missing_config) for a `--config-dir` that is no folder, (validation) for a path that is a file's.
 */
export function openProgram(options: AppOptions, flags: Arguments["flags"], world: World): Program {
  const named = flags.get("config-name");
  const configName = typeof named === "string" ? named : options.configName;
  const searchPath = searchPathOf(options, flags, world);
  const cache: NonNullable<ResolveContextOptions["cache"]> = new Map();
  const told = new Set<string>();
  const warn = (message: string) => {
    if (!told.has(message)) world.stderr.write(`UserWarning: ${message}\n`);
    told.add(message);
  };
  const shared = {
    env: world.env,
    now: world.now,
    ...(options.resolvers && { resolvers: options.resolvers }),
  };
  const composing = (overrides: readonly string[]): ComposeOptions => ({
    ...shared,
    searchPath,
    configName,
    overrides,
    jobName: options.name,
    cwd: world.cwd,
    from: "shell",
  });
  return {
    options,
    world,
    configName,
    log: new Log(world),
    warn,
    compose(overrides, { repository, ...how } = {}) {
      const composition = compose({ ...composing(overrides), ...how }, repository);
      for (const warning of composition.warnings) warn(warning);
      return composition;
    },
    repository: (overrides) => openRepository(composing(overrides)),
    ownRepository: () => openRepository({ ...composing([]), configName: null }),
    context: (config, env = world.env) =>
      resolveContext({ ...shared, env, cache, warn, ...(config && { config: hydraPart(config) }) }),
  };
}

function searchPathOf(
  { configPath, folder }: AppOptions,
  flags: Arguments["flags"],
  { cwd }: World,
): SearchPathEntry[] {
  const given = flags.get("config-path");
  const path = typeof given === "string" ? given : configPath;
  if (path !== null && /\.ya?ml$/.test(path))
    throw new ConfigError(
      "validation",
      `The config path '${path}' must be a folder; name the config with --config-name`,
    );
  const searchPath: SearchPathEntry[] = [];
  if (path !== null) searchPath.push({ provider: "main", path: located(path, folder ?? cwd) });
  const extra = flags.get("config-dir");
  if (typeof extra !== "string") return searchPath;
  const absolute = resolve(cwd, extra);
  if (nodeFiles.kind(absolute) !== "folder")
    throw new ConfigError("missing_config", `Additional config directory '${absolute}' not found`);
  return [...searchPath, { provider: "command-line", path: `file://${absolute}` }];
}

function located(path: string, folder: string): string {
  if (path.startsWith("pkg://")) return path;
  return `file://${isAbsolute(path) ? path : resolve(folder, path)}`;
}
