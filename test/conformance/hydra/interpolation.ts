import { nullNode } from "../../../src/config/nodes/create.js";
import type { ResolveContext } from "../../../src/config/nodes/interpolation/context.js";
import { resolve, resolveAt } from "../../../src/config/nodes/interpolation/resolve.js";
import { builtinResolvers } from "../../../src/config/nodes/resolvers/builtin.js";
import { loadConfig } from "../../../src/config/yaml/load-config.js";
import type { HydraRunner } from "./case.js";
import { customResolvers } from "./custom-resolvers.js";
import { differenceOfErrors, outcome } from "./expected-error.js";
import { differenceTyped } from "./typed-value.js";

/** The environment of the golden files. */
export const goldenEnvironment: Readonly<Record<string, string>> = {
  GOLDEN_STR: "a string",
  GOLDEN_INT: "123",
  GOLDEN_FLOAT: "1e-3",
  GOLDEN_EMPTY: "",
  GOLDEN_NULL: "null",
  GOLDEN_LIST: "[1, 'b', {c: d}]",
  GOLDEN_DICT: "{a: 1, b: [x]}",
  GOLDEN_INTERP: "${a}",
  GOLDEN_TRUE: "True",
  GOLDEN_PATH: "/x/y:z",
  GOLDEN_BAD: "{1",
};

/** YAML text, path → value with every interpolation resolved, and warnings. */
export const interpolation: HydraRunner = ({ yaml, path, expected }) => {
  const warnings: string[] = [];
  const context = goldenContext(warnings);
  const result = outcome(() => {
    const root = loadConfig(String(yaml), "config.yaml");
    if (typeof path !== "string") return resolve(root, context);
    return resolveAt(root, path, context, { throwOnMissing: true }) ?? nullNode();
  });
  if ("error" in result || expected.error)
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  const told = JSON.stringify(warnings);
  const expectedWarnings = JSON.stringify(expected.warnings ?? []);
  if (told !== expectedWarnings) return `warnings: got ${told}, expected ${expectedWarnings}`;
  return differenceTyped("value", result.value, expected.value);
};

export function goldenContext(warnings: string[] = []): ResolveContext {
  return {
    resolvers: new Map([...builtinResolvers, ...customResolvers]),
    env: goldenEnvironment,
    now: () => new Date(0),
    warn: (message) => {
      if (message.includes("is deprecated") && !warnings.includes(message)) warnings.push(message);
    },
  };
}
