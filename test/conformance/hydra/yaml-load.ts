import { loadConfig } from "../../../src/config/yaml/load-config.js";
import type { HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";
import { differenceOfYaml } from "./to-yaml.js";
import { differenceTyped } from "./typed-value.js";

/** YAML text → value. */
export const yamlLoad: HydraRunner = ({ yaml, expected }) => {
  const result = outcome(() => loadConfig(String(yaml), "config.yaml"));
  if ("error" in result || expected.error) {
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  }
  return (
    differenceTyped("value", result.value, expected.value) ?? differenceOfYaml(result.value, expected.yaml)
  );
};
