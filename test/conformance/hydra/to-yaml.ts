import { checkConfig } from "../../../src/config/nodes/check-config.js";
import type { ConfigNode } from "../../../src/config/nodes/node.js";
import { type DumpOptions, dumpYaml } from "../../../src/config/yaml/dump.js";
import type { HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";
import { decodeTyped } from "./typed-value.js";

/** Value → YAML text, byte for byte. */
export const toYaml: HydraRunner = ({ value, sort_keys, expected }) => {
  const result = outcome(() => {
    const node = decodeTyped(value);
    checkConfig(node);
    return node;
  });
  if ("error" in result || expected.error)
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  return differenceOfYaml(result.value, expected.yaml, { sortKeys: sort_keys === true });
};

/** @returns what differs between the YAML text of a node and the expected one, or undefined. */
export function differenceOfYaml(
  node: ConfigNode,
  expected: unknown,
  options?: DumpOptions,
): string | undefined {
  const yaml = dumpYaml(node, options);
  return yaml === expected
    ? undefined
    : `yaml: got ${JSON.stringify(yaml)}, expected ${JSON.stringify(expected)}`;
}
