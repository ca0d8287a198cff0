/**
 * `completion.jsonl`: an unfinished command line to suggestions. The working directory is the config folder, and
 * Hydra's own resolver `now` was not there when the vectors were made.
 */
import { join } from "node:path";
import { HYDRA_FLAGS } from "../../../src/config/app/flags/hydra-flags.js";
import { complete } from "../../../src/config/completion/complete.js";
import { ConfigError } from "../../../src/config/error.js";
import { accessTo } from "../../config/completion/access-to.js";
import type { HydraRunner } from "./case.js";
import { differenceOfErrors, outcome } from "./expected-error.js";

const RESOLVERS = new Map([["now", unsupported]]);

export const completion: HydraRunner = ({ config_dir, config_name, line, expected }, folder) => {
  const cwd = join(folder, "configs", String(config_dir));
  const access = accessTo({
    searchPath: [{ provider: "main", path: `file://${cwd}` }],
    configName: typeof config_name === "string" ? config_name : null,
    cwd,
    env: {},
    resolvers: RESOLVERS,
  });
  const result = outcome(() => complete(String(line), { flags: HYDRA_FLAGS, open: () => access }));
  if ("error" in result || expected.error)
    return differenceOfErrors("error" in result ? result.error : undefined, expected.error);
  const [got, wanted] = [JSON.stringify(result.value), JSON.stringify(expected.suggestions)];
  return got === wanted ? undefined : `got ${got}, expected ${wanted}`;
};

function unsupported(): never {
  throw new ConfigError("interpolation", "Unsupported interpolation type now");
}
