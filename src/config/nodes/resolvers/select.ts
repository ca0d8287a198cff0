import { ConfigError } from "../../error.js";
import { nullNode } from "../create.js";
import type { Found, Resolver, ResolverSite } from "../interpolation/context.js";
import { isMissing } from "../node.js";
import { checkCount, stringArgument } from "./arguments.js";

/** `${oc.select:key,default}`: the value, or the default (null without one) when it is absent or missing. */
export const selectResolver: Resolver = {
  call(args, site) {
    checkCount("oc.select", args, 1, 2);
    const found = selectOrNothing(site, stringArgument("oc.select", args[0]));
    if (found !== undefined && !isMissing(found.node)) return found;
    return args[1] ?? nullNode();
  },
};

/**
 * @returns the value of a key; undefined when there is none, also when a scalar or a list stands in the way.
 * @throws ConfigError: as `lookUp`, without its kind validation.
 */
export function selectOrNothing(
  site: ResolverSite,
  key: string,
  options: { readonly throwOnMissing?: boolean } = {},
): Found | undefined {
  try {
    return site.select(key, options);
  } catch (error) {
    if (error instanceof ConfigError && error.kind === "validation") return undefined;
    throw error;
  }
}
