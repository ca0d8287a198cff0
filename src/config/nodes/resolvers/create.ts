import { ConfigError } from "../../error.js";
import { loadConfig } from "../../yaml/load-config.js";
import { checkConfig } from "../check-config.js";
import type { Resolver } from "../interpolation/context.js";
import type { ConfigNode } from "../node.js";
import { checkCount } from "./arguments.js";

/** `${oc.create:value}`: a config of a list, a mapping or YAML text, whose interpolations count from here. */
export const createResolver: Resolver = {
  copies: true,
  call(args, { parent }) {
    checkCount("oc.create", args, 1, 1);
    const node = created(args[0]?.node);
    return { node, place: { node, parent, key: undefined } };
  },
};

function created(node: ConfigNode | undefined): ConfigNode {
  if (node?.kind === "str") return loadConfig(node.value, "oc.create");
  if (node?.kind !== "map" && node?.kind !== "list" && node?.kind !== "null")
    throw new ConfigError("validation", `Object of unsupported type: '${node?.kind ?? "nothing"}'`);
  checkConfig(node);
  return node;
}
