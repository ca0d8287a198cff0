import { ConfigError } from "../../error.js";
import type { Resolver } from "../interpolation/context.js";
import { pythonText } from "../python-text.js";
import { checkCount } from "./arguments.js";

/** `${oc.decode:text}`: the text read as the grammar reads an argument; null stays null. */
export const decodeResolver: Resolver = {
  call(args, { decode }) {
    checkCount("oc.decode", args, 1, 1);
    const node = args[0]?.node;
    if (node?.kind === "str") return decode(node.value);
    if (node?.kind === "null") return node;
    const given = node === undefined ? "nothing" : `'${pythonText(node)}'`;
    throw new ConfigError("validation", `'oc.decode' can only take strings or null as input, not ${given}`);
  },
};
