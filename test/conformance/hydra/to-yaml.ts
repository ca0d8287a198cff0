import { checkConfig } from "../../../src/config/nodes/check-config.js";
import { dumpYaml } from "../../../src/config/yaml/dump.js";
import type { HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";
import { decodeTyped } from "./typed-value.js";

/** Value → YAML text, byte for byte. */
export const toYaml: HydraRunner = ({ value, sort_keys, expected }) => {
  const result = outcome(() => {
    const node = decodeTyped(value);
    checkConfig(node);
    return dumpYaml(node, { sortKeys: sort_keys === true });
  });
  if ("error" in result || expected.error)
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  if (result.value === expected.yaml) return undefined;
  return `yaml: got ${JSON.stringify(result.value)}, expected ${JSON.stringify(expected.yaml)}`;
};
