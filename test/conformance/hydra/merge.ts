import { nullNode } from "../../../src/config/nodes/create.js";
import { resolve } from "../../../src/config/nodes/interpolation/resolve.js";
import { merge as mergeNodes } from "../../../src/config/nodes/merge.js";
import type { ConfigNode } from "../../../src/config/nodes/node.js";
import { loadConfig } from "../../../src/config/yaml/load-config.js";
import type { HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";
import { goldenContext } from "./interpolation.js";
import { differenceOfYaml } from "./to-yaml.js";
import { differenceTyped } from "./typed-value.js";

/** YAML texts → merged config, as it is and resolved. */
export const merge: HydraRunner = ({ yamls, expected }) => {
  const result = outcome(() => mergeAll(Array.isArray(yamls) ? yamls : []));
  if ("error" in result || expected.error)
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  return (
    differenceTyped("merged", result.value, expected.merged) ??
    differenceOfYaml(result.value, expected.yaml) ??
    differenceOfResolved(result.value, expected.resolved, expected.merged)
  );
};

/** Null stands for a config that is null. */
function mergeAll(yamls: readonly unknown[]): ConfigNode {
  const [first, ...others] = yamls.map((text) =>
    text === null ? nullNode() : loadConfig(String(text), "config.yaml"),
  );
  if (first === undefined) throw new Error("No texts to merge");
  return others.reduce((base, over) => mergeNodes(base, over, goldenContext()), first);
}

function differenceOfResolved(merged: ConfigNode, expected: unknown, same: unknown): string | undefined {
  const result = outcome(() => resolve(merged, goldenContext()));
  const error = typeof expected === "object" && expected !== null && "$error" in expected && expected.$error;
  if ("error" in result || error)
    return differenceOfErrors("error" in result ? result.error : undefined, error);
  const isSame = typeof expected === "object" && expected !== null && "$same" in expected;
  return differenceTyped("resolved", result.value, isSame ? same : expected);
}
