import { nullNode } from "../create.js";
import type { Resolver } from "../interpolation/context.js";
import { isMissing } from "../node.js";
import { checkCount, stringArgument } from "./arguments.js";

/** `${oc.select:key,default}`: the value, or the default (null without one) when it is absent or missing. */
export const selectResolver: Resolver = {
  call(args, site) {
    checkCount("oc.select", args, 1, 2);
    const found = site.select(stringArgument("oc.select", args[0]));
    if (found !== undefined && !isMissing(found.node)) return found;
    return args[1] ?? nullNode();
  },
};
