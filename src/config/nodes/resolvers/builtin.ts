import type { Resolver } from "../interpolation/context.js";
import { createResolver } from "./create.js";
import { decodeResolver } from "./decode.js";
import { deprecatedResolver } from "./deprecated.js";
import { dictKeysResolver, dictValuesResolver } from "./dict.js";
import { envResolver } from "./env.js";
import { selectResolver } from "./select.js";

/** OmegaConf's own resolvers. */
export const builtinResolvers: ReadonlyMap<string, Resolver> = new Map([
  ["oc.create", createResolver],
  ["oc.decode", decodeResolver],
  ["oc.deprecated", deprecatedResolver],
  ["oc.dict.keys", dictKeysResolver],
  ["oc.dict.values", dictValuesResolver],
  ["oc.env", envResolver],
  ["oc.select", selectResolver],
]);
