/**
 * `sweeps.jsonl`: overrides to batches of jobs. Rules: an expected error is any ConfigError; with `order: "set"`
 * jobs are compared as a multiset and batches by their sizes.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ConfigError } from "../../../src/config/error.js";
import { parseOverrides } from "../../../src/config/overrides/parse.js";
import { batches, expandSweep } from "../../../src/config/overrides/sweep.js";
import { sweeperParams } from "../../../src/config/overrides/sweeper-params.js";
import type { HydraCase, HydraRunner } from "./case.js";
import { decodeTyped } from "./typed-value.js";

export const sweeps: HydraRunner = (testCase, folder) => {
  const { expected, order } = testCase;
  let got: (readonly string[])[][];
  try {
    got = expand(testCase, folder);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return "error" in expected ? undefined : `refused: ${error.message}`;
  }
  if (order !== "set") return difference({ batches: got }, expected);
  const jobs = got.flat().sort((a, b) => (String(a) < String(b) ? -1 : 1));
  return difference({ jobs, batch_sizes: got.map((batch) => batch.length) }, expected);
};

function expand(testCase: HydraCase, folder: string): (readonly string[])[][] {
  const { overrides, params, max_batch_size, config_dir } = testCase;
  if (!Array.isArray(overrides)) throw new Error("overrides is not a list");
  const node = decodeTyped(params ?? {});
  const before = node.kind === "map" ? sweeperParams(node) : [];
  const root = typeof config_dir === "string" ? join(folder, "configs", config_dir) : undefined;
  const listing =
    root === undefined ? {} : { listOptions: (group: string) => configNames(join(root, group)) };
  const { jobs } = expandSweep(parseOverrides([...before, ...overrides.map(String)]), listing);
  return [...batches(jobs, typeof max_batch_size === "number" ? max_batch_size : undefined)];
}

function configNames(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

function difference(got: unknown, wanted: unknown): string | undefined {
  if (isDeepStrictEqual(got, wanted)) return undefined;
  return `got ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`;
}
