import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageRoot } from "../../chain/package-root.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { hydraPart } from "../../config/app/hydra-part.js";
import { compose, openRepository } from "../../config/compose.js";
import type { ComposeOptions, Composition } from "../../config/composition.js";
import type { Repository } from "../../config/defaults/repository.js";
import { strNode } from "../../config/nodes/create.js";
import type { ResolveContext } from "../../config/nodes/interpolation/context.js";
import type { ConfigNode, MapNode } from "../../config/nodes/node.js";
import { resolveContext } from "../../config/resolve-context.js";
import { unpack } from "../../config/yaml/packed.js";
import { base as packedBase } from "../../schema/generated/base.js";
import { textFlag } from "../text-flag.js";
import type { World } from "../world.js";
import { type LocatedConfig, locateConfig } from "./locate-config.js";

/** The configurations that one start of the program composes. */
export interface Configs {
  readonly located: LocatedConfig;
  /** The file of defaults below the primary configuration. */
  readonly defaultsFile: string;
  /** @param repository that of the same overrides, where it is open already. @throws ConfigError as `compose`. */
  compose(
    overrides: readonly string[],
    how?: { readonly mode?: "run" | "multirun"; readonly repository?: Repository },
  ): Composition;
  /** @returns the groups and options in reach. @throws ConfigError as `openRepository`. */
  repository(overrides: readonly string[]): Repository;
  /**
   * @param config what `${hydra:…}` looks into; without it there is no such resolver.
   * @param warn takes what the user should know of how a value was found.
   * @returns the world of interpolations; every `${now:}` of one start is the same.
   */
  context(config?: MapNode, warn?: (message: string) => void): ResolveContext;
}

const JOB_NAME = "stm32ai_main";

/** @throws ConfigError (missing_config) when there is no such configuration. */
export function openConfigs(flags: Arguments["flags"], { cwd, env }: Pick<World, "cwd" | "env">): Configs {
  const configPath = textFlag(flags, "config-path");
  const configName = textFlag(flags, "config-name");
  const located = locateConfig({
    cwd,
    ...(configPath !== undefined && { configPath }),
    ...(configName !== undefined && { configName }),
  });
  const more = textFlag(flags, "config-dir");
  const moment = new Date();
  const defaultsFile = baseFile();
  const base = baseConfig(defaultsFile);
  const shared = {
    env,
    now: () => moment,
    resolvers: new Map([["config_dir", { call: () => strNode(located.folder) }]]),
  };
  const composing = (overrides: readonly string[]): ComposeOptions => ({
    ...shared,
    cwd,
    overrides,
    configName: located.name,
    jobName: JOB_NAME,
    base,
    searchPath: [
      { provider: "main", path: `file://${located.folder}` },
      ...(more === undefined ? [] : [{ provider: "command-line", path: `file://${resolve(cwd, more)}` }]),
    ],
  });
  return {
    located,
    defaultsFile,
    compose: (overrides, { repository, ...how } = {}) =>
      compose({ ...composing(overrides), ...how }, repository),
    repository: (overrides) => openRepository(composing(overrides)),
    context: (config, warn = () => {}) =>
      resolveContext({
        ...shared,
        ...(config && { config: hydraPart(config) }),
        fallback: (name) => fromEnvironment(name, env, warn),
        warn,
      }),
  };
}

/** The model zoo reads `${NAME}` from the environment; in Hydra that is written `${oc.env:NAME}`. */
function fromEnvironment(
  name: string,
  env: World["env"],
  warn: (message: string) => void,
): ConfigNode | undefined {
  const value = env[name];
  if (value === undefined) return undefined;
  warn(
    `\${${name}} names no key of the configuration and was read from the environment: write \${oc.env:${name}}.`,
  );
  return strNode(value, { type: "code", name: `the environment variable ${name}` });
}

function baseFile(): string {
  const candidates = ["dist/src/schema/base.yaml", "src/schema/base.yaml"].map((file) =>
    join(packageRoot(), file),
  );
  return candidates.find(existsSync) ?? join(packageRoot(), "src/schema/base.yaml");
}

function baseConfig(file: string): MapNode {
  const base = unpack(JSON.parse(packedBase), file);
  if (base.kind !== "map") throw new Error(`${file} is not a mapping`);
  return base;
}
