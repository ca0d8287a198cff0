import { ConfigError } from "../error.js";
import { nullNode, strNode } from "../nodes/create.js";
import type { Found, Resolver } from "../nodes/interpolation/context.js";
import { resolveAt } from "../nodes/interpolation/resolve.js";
import type { ConfigNode } from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";
import { strftime } from "../nodes/resolvers/strftime.js";

/** No Python runs here; configs that ask are told the one that Hydra 1.3's reference results were made with. */
const PYTHON: Readonly<Record<string, string>> = { major: "3", minor: "3.11", micro: "3.11.0" };

/** `${now:%Y-%m-%d}`: the local time, the same for every use of a pattern in one context. */
const now: Resolver = {
  cache: true,
  call: (args, { context }) => strNode(strftime(context.now(), textOf("now", args))),
};

const pythonVersion: Resolver = {
  call: (args) => {
    const level = args.length === 0 ? "minor" : textOf("python_version", args);
    const version = Object.hasOwn(PYTHON, level) ? PYTHON[level] : undefined;
    return version === undefined ? nullNode() : strNode(version);
  },
};

/** @returns the resolvers that Hydra adds: `now`, `python_version`, and `hydra` where there is a config to look into. */
export function hydraResolvers(config?: ConfigNode): ReadonlyMap<string, Resolver> {
  const resolvers = new Map([
    ["now", now],
    ["python_version", pythonVersion],
  ]);
  if (config !== undefined)
    resolvers.set("hydra", {
      call: (args, { context }) => resolveAt(config, `hydra.${textOf("hydra", args)}`, context) ?? nullNode(),
    });
  return resolvers;
}

function textOf(name: string, args: readonly Found[]): string {
  const [only, second] = args;
  if (only !== undefined && second === undefined) return pythonText(only.node);
  throw new ConfigError("interpolation", `The resolver '${name}' takes one argument, got ${args.length}`);
}
