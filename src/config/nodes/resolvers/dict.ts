import { ConfigError } from "../../error.js";
import { keyNode, listNode, strNode } from "../create.js";
import type { Found, Resolver, ResolverSite } from "../interpolation/context.js";
import { type ConfigNode, isMissing, type MapNode } from "../node.js";
import { keyText } from "../to-plain.js";
import { checkCount, stringArgument } from "./arguments.js";

/** `${oc.dict.keys:key}`: the list of a mapping's keys. */
export const dictKeysResolver: Resolver = {
  call(args, site) {
    const { map } = mapArgument("oc.dict.keys", args, site);
    return madeHere(listNode(Array.from(map.entries.values(), ({ key }) => keyNode(key))), site);
  },
};

/** `${oc.dict.values:key}`: the list of a mapping's values, as interpolations to them. */
export const dictValuesResolver: Resolver = {
  call(args, site) {
    const { map, key } = mapArgument("oc.dict.values", args, site);
    const prefix = key.startsWith(".") ? `.${key}` : key;
    const values = Array.from(map.entries.values(), (entry) =>
      strNode(`\${${prefix}.${keyText(entry.key)}}`),
    );
    return madeHere(listNode(values), site);
  },
};

function mapArgument(
  name: string,
  args: readonly Found[],
  site: ResolverSite,
): { map: MapNode; key: string } {
  checkCount(name, args, 1, 1);
  const key = stringArgument(name, args[0]);
  const found = site.select(key, { throwOnMissing: true });
  if (found === undefined || isMissing(found.node)) throw new ConfigError("key", `Key not found: '${key}'`);
  if (found.node.kind === "map" && !found.plain) return { map: found.node, key };
  throw new ConfigError("validation", `'${name}' cannot be applied to objects of type: ${found.node.kind}`);
}

/** A list that stands beside the value that asked for it: relative keys in it begin there. */
function madeHere(node: ConfigNode, { parent }: ResolverSite): Found {
  return { node, place: { node, parent, key: undefined } };
}
