/** The resolvers that the golden files register. */
import {
  floatNode,
  intNode,
  listNode,
  mapNode,
  nullNode,
  strNode,
} from "../../../src/config/nodes/create.js";
import type { Found, Resolver } from "../../../src/config/nodes/interpolation/context.js";
import type { ConfigNode } from "../../../src/config/nodes/node.js";
import { pythonText } from "../../../src/config/nodes/python-text.js";

const TYPES: Readonly<Record<ConfigNode["kind"], string>> = {
  null: "NoneType",
  bool: "bool",
  int: "int",
  float: "float",
  str: "str",
  bytes: "bytes",
  list: "ListConfig",
  map: "DictConfig",
};

function exactly(count: number, args: readonly Found[]): readonly Found[] {
  if (args.length !== count) throw new TypeError(`takes ${count} arguments but ${args.length} were given`);
  return args;
}

function dotted(args: readonly Found[]): ConfigNode {
  const [argument] = args.length === 0 ? [] : exactly(1, args);
  return strNode(`dotted:${argument === undefined ? "d" : pythonText(argument.node)}`);
}

function typeName(argument: Found | undefined): string {
  if (argument === undefined) return "";
  const { node, plain } = argument;
  if (plain && node.kind === "list") return "list";
  return plain && node.kind === "map" ? "dict" : TYPES[node.kind];
}

function add(left: ConfigNode | undefined, right: ConfigNode | undefined): ConfigNode {
  if (left?.kind === "str" && right?.kind === "str") return strNode(left.value + right.value);
  if (left?.kind === "list" && right?.kind === "list") return listNode([...left.items, ...right.items]);
  const [a, b] = [number(left), number(right)];
  return typeof a === "bigint" && typeof b === "bigint" ? intNode(a + b) : floatNode(Number(a) + Number(b));
}

function number(node: ConfigNode | undefined): bigint | number {
  if (node?.kind === "int" || node?.kind === "float") return node.value;
  if (node?.kind === "bool") return node.value ? 1n : 0n;
  throw new TypeError("unsupported operand type");
}

const CALLS: Readonly<Record<string, Resolver["call"]>> = {
  identity: (args) => exactly(1, args)[0] ?? nullNode(),
  args: (args) => listNode(args.map(({ node }) => (node.kind === "null" ? strNode("null") : node))),
  typeof: (args) => strNode(typeName(exactly(1, args)[0])),
  add: (args) => add(exactly(2, args)[0]?.node, args[1]?.node),
  join: (args) => strNode(args.map(({ node }) => pythonText(node)).join("-")),
  mkdict: (args) => mapNode(args.map(({ node }, index) => [pythonText(node), intNode(index)])),
  mklist: (args) => listNode(args.map(({ node }) => node)),
  none: (args) => exactly(0, args)[0]?.node ?? nullNode(),
  fail: () => {
    throw new Error("failed");
  },
  "ns.dotted": dotted,
};

export const customResolvers: ReadonlyMap<string, Resolver> = new Map(
  Object.entries(CALLS).map(([name, call]) => [name, { call }]),
);
