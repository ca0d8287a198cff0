import { hydraResolvers } from "./hydra/resolvers.js";
import type { ResolveContext, Resolver } from "./nodes/interpolation/context.js";
import type { ConfigNode } from "./nodes/node.js";
import { builtinResolvers } from "./nodes/resolvers/builtin.js";

export interface ResolveContextOptions {
  /** The whole config, with its `hydra` node, that `${hydra:…}` looks into. */
  readonly config?: ConfigNode;
  /** Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the clock. */
  readonly now?: () => Date;
  /** Resolvers besides the built-in ones; one of the same name wins. */
  readonly resolvers?: ReadonlyMap<string, Resolver>;
  readonly fallback?: ResolveContext["fallback"];
  readonly warn?: (message: string) => void;
  /** Keep one map as long as `${now:}` must stay the same: a job, a sweep. Default: one of its own. */
  readonly cache?: NonNullable<ResolveContext["cache"]>;
}

/** @returns the world in which interpolations are resolved: OmegaConf's and Hydra's resolvers and the user's own. */
export function resolveContext(options: ResolveContextOptions = {}): ResolveContext {
  const { config, env = process.env, now = () => new Date(), resolvers, fallback, warn, cache } = options;
  return {
    resolvers: new Map([...builtinResolvers, ...hydraResolvers(config), ...(resolvers ?? [])]),
    env,
    now,
    cache: cache ?? new Map(),
    ...(fallback && { fallback }),
    ...(warn && { warn }),
  };
}
