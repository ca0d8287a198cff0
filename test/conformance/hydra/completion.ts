/**
 * `completion.jsonl`: an unfinished command line to suggestions. The working directory is the config folder, and
 * Hydra's own resolver `now` was not there when the vectors were made. A flag that cannot be read ends Python.
 */
import { join } from "node:path";
import { HYDRA_FLAGS } from "../../../src/config/app/flags/hydra-flags.js";
import { UsageError } from "../../../src/config/app/flags/usage-error.js";
import { complete } from "../../../src/config/completion/complete.js";
import { ConfigError } from "../../../src/config/error.js";
import { accessTo } from "../../config/completion/access-to.js";
import type { HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";

const RESOLVERS = new Map([["now", unsupported]]);
const PYTHON_ENDED = { class: "SystemExit", first_line: "2", message: "2" };

export const completion: HydraRunner = ({ config_dir, config_name, line, expected }, folder) => {
  const cwd = join(folder, "configs", String(config_dir));
  const access = accessTo({
    searchPath: [{ provider: "main", path: `file://${cwd}` }],
    configName: typeof config_name === "string" ? config_name : null,
    cwd,
    env: {},
    resolvers: RESOLVERS,
  });
  const result = outcome(() =>
    orUsage(() => complete(String(line), { flags: HYDRA_FLAGS, open: () => access })),
  );
  if ("error" in result) return differenceOfErrors(result.error, expected.error);
  const got = JSON.stringify(result.value);
  const wanted = JSON.stringify(expected.error ?? expected.suggestions);
  return got === wanted ? undefined : `got ${got}, expected ${wanted}`;
};

function orUsage<T>(work: () => T): T | typeof PYTHON_ENDED {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) return PYTHON_ENDED;
    throw error;
  }
}

function unsupported(): never {
  throw new ConfigError("interpolation", "Unsupported interpolation type now");
}
