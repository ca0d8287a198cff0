import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageRoot } from "../../chain/package-root.js";
import { compose } from "../../config/compose.js";
import type { Composition } from "../../config/composition.js";
import { strNode } from "../../config/nodes/create.js";
import type { ResolveContext } from "../../config/nodes/interpolation/context.js";
import type { ConfigNode, MapNode } from "../../config/nodes/node.js";
import { resolveContext } from "../../config/resolve-context.js";
import { loadYaml } from "../../config/yaml/load.js";
import type { Arguments } from "../parse-arguments.js";
import type { World } from "../world.js";
import { type LocatedConfig, locateConfig } from "./locate-config.js";

/** What the command line and its files say, composed as Hydra does. */
export interface Configuration {
  readonly located: LocatedConfig;
  readonly composition: Composition;
  /** The world of the interpolations, with one moment for every `${now:}`. */
  readonly context: ResolveContext;
  /** Things that were taken another way than the text says, worth telling. */
  readonly notices: readonly string[];
  /** The file of defaults below the primary configuration. */
  readonly defaultsFile: string;
}

const JOB_NAME = "stm32ai_main";

/** @throws CliError when there is no such configuration, ConfigError when it cannot be composed. */
export function readConfiguration({ flags, overrides }: Arguments, world: World): Configuration {
  const located = locateConfig({
    cwd: world.cwd,
    ...(typeof flags["config-path"] === "string" ? { configPath: flags["config-path"] } : {}),
    ...(typeof flags["config-name"] === "string" ? { configName: flags["config-name"] } : {}),
  });
  const more = flags["config-dir"];
  const defaultsFile = baseFile();
  const composition = compose({
    searchPath: [
      { provider: "main", path: `file://${located.folder}` },
      ...(typeof more === "string"
        ? [{ provider: "command-line", path: `file://${resolve(world.cwd, more)}` }]
        : []),
    ],
    configName: located.name,
    overrides,
    jobName: JOB_NAME,
    base: readBase(defaultsFile),
    env: world.env,
    cwd: world.cwd,
  });
  const notices = [...composition.warnings];
  const context = interpolationContext(composition, located, world, notices);
  return { located, composition, context, notices, defaultsFile };
}

function interpolationContext(
  { config }: Composition,
  { folder }: LocatedConfig,
  { env }: World,
  notices: string[],
): ResolveContext {
  const moment = new Date();
  return resolveContext({
    config,
    env,
    now: () => moment,
    resolvers: new Map([["config_dir", { call: () => strNode(folder) }]]),
    fallback: (name) => fromEnvironment(name, env, notices),
    warn: (message) => notices.push(message),
  });
}

/** The model zoo reads `${NAME}` from the environment; in Hydra that is written `${oc.env:NAME}`. */
function fromEnvironment(name: string, env: World["env"], notices: string[]): ConfigNode | undefined {
  const value = env[name];
  if (value === undefined) return undefined;
  const notice = `\${${name}} names no key of the configuration and was read from the environment: write \${oc.env:${name}}.`;
  if (!notices.includes(notice)) notices.push(notice);
  return strNode(value, { type: "code", name: `the environment variable ${name}` });
}

function baseFile(): string {
  const candidates = ["dist/src/schema/base.yaml", "src/schema/base.yaml"].map((file) =>
    join(packageRoot(), file),
  );
  return candidates.find(existsSync) ?? join(packageRoot(), "src/schema/base.yaml");
}

function readBase(file: string): MapNode {
  const base = loadYaml(readFileSync(file, "utf8"), file);
  if (base.kind !== "map") throw new Error(`${file} is not a mapping`);
  return base;
}
