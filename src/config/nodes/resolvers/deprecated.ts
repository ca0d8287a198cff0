import { ConfigError } from "../../error.js";
import type { Resolver } from "../interpolation/context.js";
import { fullKey } from "../interpolation/place.js";
import { checkCount, stringArgument } from "./arguments.js";

const MESSAGE = "'$OLD_KEY' is deprecated. Change your code and config to use '$NEW_KEY'";
const PLACEHOLDER = /\$(?:\$|(OLD_KEY|NEW_KEY)\b|\{(OLD_KEY|NEW_KEY)\})/g;

/** `${oc.deprecated:key,message}`: the value of the key, with a warning that names the old key and the new. */
export const deprecatedResolver: Resolver = {
  call(args, site) {
    checkCount("oc.deprecated", args, 1, 2);
    const key = stringArgument("oc.deprecated", args[0]);
    const message = args.length > 1 ? stringArgument("oc.deprecated", args[1]) : MESSAGE;
    const target = site.select(key);
    if (target === undefined)
      throw new ConfigError("key", `In oc.deprecated resolver at '${site.fullKey}': Key not found: '${key}'`);
    const names = { OLD_KEY: site.fullKey, NEW_KEY: fullKey(target.place) };
    site.context.warn?.(
      message.replaceAll(
        PLACEHOLDER,
        (_, plain: keyof typeof names | undefined, braced: keyof typeof names | undefined) => {
          const name = plain ?? braced;
          return name === undefined ? "$" : names[name];
        },
      ),
    );
    return target;
  },
};
