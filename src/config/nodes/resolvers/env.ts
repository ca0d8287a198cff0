import { ConfigError } from "../../error.js";
import { strNode } from "../create.js";
import type { Resolver } from "../interpolation/context.js";
import { pythonText } from "../python-text.js";
import { checkCount, stringArgument } from "./arguments.js";

/** `${oc.env:NAME}` or `${oc.env:NAME,default}`: a string always, or null for a default that is null. */
export const envResolver: Resolver = {
  call(args, { context }) {
    checkCount("oc.env", args, 1, 2);
    const name = stringArgument("oc.env", args[0]);
    const value = Object.hasOwn(context.env, name) ? context.env[name] : undefined;
    if (value !== undefined) return strNode(value);
    const fallback = args[1]?.node;
    if (fallback === undefined) throw new ConfigError("key", `Environment variable '${name}' not found`);
    return fallback.kind === "null" ? fallback : strNode(pythonText(fallback));
  },
};
