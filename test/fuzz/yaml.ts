/** The YAML loader: refuses only as documented, and loads what it dumps as the same config. */
import { ConfigError } from "../../src/config/error.js";
import type { ConfigNode } from "../../src/config/nodes/node.js";
import { dumpYaml } from "../../src/config/yaml/dump.js";
import { loadYaml } from "../../src/config/yaml/load.js";
import { mutate } from "./mutate.js";
import type { Random } from "./random.js";
import type { FuzzTarget } from "./target.js";

const REFUSALS = new Set(["parse", "key", "validation"]);
const SCALARS = [
  ...([
    "1",
    "-1.5",
    "1e3",
    "0x1F",
    "0o17",
    "012",
    "1:30",
    "yes",
    "~",
    "null",
    "???",
    ".inf",
    "2001-01-01",
  ] as const),
  ...([
    "word",
    "two words",
    "'single ''quoted'''",
    '"double \\n \\u00e9"',
    "${a.b}",
    "${now:%Y}",
    "'${'",
    "é",
    "",
  ] as const),
  ...([
    "!!str 1",
    "!!float 1",
    "!!int '1'",
    "&anchor x",

    "|\n  text\n  more",
    ">-\n  folded\n",
  ] as const),
] as const;
const KEYS = [
  "a",
  "b c",
  "1",
  "true",
  "null",
  "1.5",
  "'quoted'",
  "__proto__",
  "<<",
  "? x",
  "é",
  "12",
  "-",
] as const;
const TOKENS = [
  ":",
  "- ",
  "? ",
  "|",
  ">",
  "&a ",
  "*a",
  "<<: ",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "# c\n",
  "\n  ",
  "\t",
  "${",
] as const;

export const yaml: FuzzTarget = {
  name: "yaml",
  count: 200_000,
  input: (random) => mutate(block(random, 3, ""), random, ["\n", ...TOKENS]),
  check(text) {
    const node = loaded(text);
    if (node === undefined) return false;
    const dumped = dumpYaml(node);
    const again = loaded(dumped);
    if (again === undefined) throw new Error(`dumped as ${JSON.stringify(dumped)}, which is refused`);
    const twice = dumpYaml(again);
    if (twice !== dumped)
      throw new Error(`dumped as ${JSON.stringify(dumped)}, then as ${JSON.stringify(twice)}`);
    return true;
  },
};

function loaded(text: string): ConfigNode | undefined {
  try {
    return loadYaml(text, "fuzz.yaml");
  } catch (error) {
    if (error instanceof ConfigError && REFUSALS.has(error.kind)) return undefined;
    throw error;
  }
}

function block(random: Random, depth: number, indent: string): string {
  const isList = random.once(3);
  const firstKey = random.below(KEYS.length);
  const lines = [0, ...random.several(4, () => 0)].map((_, index) => {
    const start = indent + (isList ? "-" : `${KEYS[(firstKey + index) % KEYS.length]}:`);
    const isNested = depth > 0 && random.once(3);
    return isNested
      ? `${start}\n${block(random, depth - 1, `${indent}  `)}`
      : `${start} ${flow(random, depth)}\n`;
  });
  return lines.join("");
}

function flow(random: Random, depth: number): string {
  const kind = depth === 0 ? 0 : random.below(6);
  const part = () => flow(random, depth - 1);
  if (kind === 1) return `[${random.several(3, part).join(", ")}]`;
  if (kind === 2) return `{${random.several(3, () => `${random.pick(KEYS)}: ${part()}`).join(", ")}}`;
  return random.pick(SCALARS);
}
