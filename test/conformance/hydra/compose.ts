/** `compose.jsonl`: a config folder, a config name and overrides to the composed config and how it came about. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compose } from "../../../src/config/compose.js";
import type { Composition } from "../../../src/config/composition.js";
import { ConfigError } from "../../../src/config/error.js";
import { nodeFiles } from "../../../src/config/node-files.js";
import { resolve } from "../../../src/config/nodes/interpolation/resolve.js";
import { resolveContext } from "../../../src/config/resolve-context.js";
import { dumpYaml } from "../../../src/config/yaml/dump.js";
import type { HydraCase, HydraRunner } from "./case.js";
import { choicesOf, hydraDiff, listOf, treeOf } from "./compose-shape.js";
import { errorDifference } from "./error-rules.js";
import { differenceTyped, encodeTyped } from "./typed-value.js";

const ENVIRONMENT = { GOLDEN_USER: "u_env", GOLDEN_EMPTY: "" };

let defaultsOf: { readonly folder: string; readonly value: Defaults } | undefined;
interface Defaults {
  readonly hydra: Readonly<Record<string, unknown>>;
  readonly defaults_list: readonly unknown[];
}

/** Runs one case of `compose.jsonl`. */
export const composeCase: HydraRunner = (testCase, folder) => {
  const configs = join(folder, "configs");
  const real = (text: string) => text.replaceAll("<CONFIGS>", configs);
  const { expected, ...inputs }: HydraCase = JSON.parse(real(JSON.stringify(testCase)));
  let composition: Composition;
  try {
    composition = composeInputs(inputs, configs, real);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return errorDifference(error, expected.error);
  }
  if (expected.error !== undefined) return `no error, expected ${JSON.stringify(expected.error)}`;
  return difference(composition, expected, hydraDefaults(folder));
};

function composeInputs(
  inputs: Readonly<Record<string, unknown>>,
  configs: string,
  real: (text: string) => string,
) {
  const { config_dir, config_name, overrides, mode } = inputs;
  return compose({
    searchPath: [{ provider: "main", path: `file://${configs}/${String(config_dir)}` }],
    configName: typeof config_name === "string" ? config_name : null,
    overrides: Array.isArray(overrides) ? overrides.map(String) : [],
    mode: mode === "multirun" ? "multirun" : "run",
    jobName: "my_app",
    env: ENVIRONMENT,
    cwd: configs,
    files: {
      ...nodeFiles,
      read: (path) => {
        const text = nodeFiles.read(path);
        return text === undefined ? undefined : real(text);
      },
    },
  });
}

function difference(
  composition: Composition,
  expected: HydraCase["expected"],
  defaults: Defaults,
): string | undefined {
  const { job } = composition;
  const split = composition.defaultsList.findIndex(({ configPath }) => configPath === "hydra/config") + 1;
  const hydraList = listOf(composition.defaultsList.slice(0, split));
  return (
    differenceTyped("unresolved", job, expected.unresolved) ??
    same("yaml", dumpYaml(job), expected.yaml) ??
    resolvedDifference(composition, expected) ??
    same("choices", choicesOf(composition.choices, defaults.hydra), expected.choices) ??
    same("override_dirname", composition.overrideDirname, expected.override_dirname) ??
    same("task_overrides", composition.taskOverrides, expected.task_overrides) ??
    same("hydra_overrides", composition.hydraOverrides, expected.hydra_overrides) ??
    same(
      "hydra_diff",
      sorted(hydraDiff(encodeTyped(composition.hydra), defaults.hydra)),
      sorted(expected.hydra_diff),
    ) ??
    sourcesDifference(composition, expected.config_sources) ??
    same("defaults_list", listOf(composition.defaultsList.slice(split)), expected.defaults_list) ??
    same("hydra_defaults_list", hydraList, expected.hydra_defaults_list ?? defaults.defaults_list) ??
    same("defaults_tree", treeOf(composition.defaultsTrees.at(-1)), expected.defaults_tree)
  );
}

function resolvedDifference({ config, job }: Composition, { unresolved, resolved }: HydraCase["expected"]) {
  const wanted = isRecord(resolved) && resolved.$same === true ? unresolved : resolved;
  const wantedError = isRecord(resolved) ? resolved.$error : undefined;
  try {
    const value = encodeTyped(resolve(job, resolveContext({ config, env: ENVIRONMENT })));
    if (wantedError !== undefined) return `resolved: no error, expected ${JSON.stringify(wantedError)}`;
    const hasNow = JSON.stringify(unresolved).includes("${now:");
    return hasNow ? same("resolved", unstamped(value), unstamped(wanted)) : same("resolved", value, wanted);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return wantedError === undefined ? `resolved: ${error.message}` : undefined;
  }
}

/** What `now` gave when the vectors were made does not count: dates and times become one word. */
function unstamped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/\d+(?:[-_:]\d+){2,}/g, "<STAMP>"));
}

function sourcesDifference({ configSources }: Composition, expected: unknown) {
  if (expected === undefined) return undefined;
  const ours = configSources.map(({ provider, schema, path }) => ({ provider, schema, path }));
  return same("config_sources", ours, expected);
}

function same(name: string, ours: unknown, expected: unknown): string | undefined {
  const [got, wanted] = [JSON.stringify(ours), JSON.stringify(expected)];
  return got === wanted ? undefined : `${name}: got ${got}, expected ${wanted}`;
}

/** The README's rule: the order of the keys of `hydra_diff` does not count; an enum is its name. */
function sorted(diff: unknown): unknown {
  const entries = isRecord(diff) ? Object.entries(diff) : [];
  const named = entries.map(([key, value]) => [
    key,
    isRecord(value) && "$enum" in value ? value.$enum : value,
  ]);
  return named.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hydraDefaults(folder: string): Defaults {
  if (defaultsOf?.folder !== folder) {
    const value: Defaults = JSON.parse(readFileSync(join(folder, "hydra_defaults.json"), "utf8"));
    defaultsOf = { folder, value };
  }
  return defaultsOf.value;
}
