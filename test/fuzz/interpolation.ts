/** Interpolations: parsed and resolved in a small config, they give a value or a ConfigError. */
import { ConfigError } from "../../src/config/error.js";
import { mapNode, strNode } from "../../src/config/nodes/create.js";
import { resolve } from "../../src/config/nodes/interpolation/resolve.js";
import type { MapNode } from "../../src/config/nodes/node.js";
import { resolveContext } from "../../src/config/resolve-context.js";
import { loadYaml } from "../../src/config/yaml/load.js";
import { mutate } from "./mutate.js";
import type { Random } from "./random.js";
import type { FuzzTarget } from "./target.js";

const CONFIG = loadYaml(
  "a: 1\nb: {c: x, list: [1, two, {d: 3}]}\nself: ${self}\nto: ${b.c}\nmiss: ???\n",
  "fuzz.yaml",
);
const ENTRIES = CONFIG.kind === "map" ? [...CONFIG.entries] : [];
const CONTEXT = resolveContext({ env: { WORD: "word" } });

const KEYS = [
  "a",
  "b.c",
  "b.list[0]",
  "b.list.2.d",
  ".a",
  "..a",
  "to",
  "self",
  "miss",
  "fuzz",
  "nope",
  "b[c]",
  "0",
] as const;
const RESOLVERS = [
  "oc.env",
  "oc.decode",
  "oc.select",
  "oc.create",
  "oc.deprecated",
  "oc.dict.keys",
  "now",
  "nope",
] as const;
const TEXTS = ["", " ", "text", "\\", "\\\\", "$", "{", "}", "'", '"', ":", ",", "é"] as const;
const ELEMENTS = [
  "1",
  "1.5",
  "null",
  "true",
  "word",
  "two words",
  "'quoted'",
  "WORD",
  "[1,2]",
  "{a:1}",
  "b",
  "%Y",
  "",
] as const;
const TOKENS = ["${", "}", "[", "]", "{", ":", ",", ".", "'", '"', "\\", "\\${", "$"] as const;

export const interpolation: FuzzTarget = {
  name: "interpolation",
  count: 200_000,
  input(random) {
    const parts = random.several(3, () => random.pick(TEXTS) + dollar(random, 3));
    return mutate(parts.join("") + random.pick(TEXTS), random, ["${", ...TOKENS]);
  },
  check(text) {
    try {
      const resolved = resolve(withText(text), CONTEXT);
      return resolved.kind === "map";
    } catch (error) {
      if (error instanceof ConfigError) return false;
      throw error;
    }
  },
};

function withText(text: string): MapNode {
  const config = mapNode([["fuzz", strNode(text)]]);
  return {
    ...config,
    entries: new Map([...ENTRIES.filter(([key]) => key !== "self" && key !== "miss"), ...config.entries]),
  };
}

function dollar(random: Random, depth: number): string {
  const part = () => (depth > 0 && random.once(3) ? dollar(random, depth - 1) : random.pick(ELEMENTS));
  if (random.once(2))
    return `\${${depth > 0 && random.once(4) ? dollar(random, depth - 1) : random.pick(KEYS)}}`;
  return `\${${random.pick(RESOLVERS)}:${random.several(3, part).join(",")}}`;
}
