import { resolve } from "node:path";
import { neededText } from "../../config/app/job/needed-text.js";
import { pythonText } from "../../config/nodes/python-text.js";
import { select } from "../../config/nodes/select.js";
import { claimRunDirectory, type RunDirectory } from "../../run/run-directory.js";
import { placeOf } from "../../schema/place-of.js";
import { CliError } from "../cli-error.js";
import type { Configuration } from "../config/configuration.js";
import { ConfigurationProblems } from "../config/configuration-problems.js";
import { textsOf } from "../config/texts-of.js";

/**
 * Claims the folder that the values of keys, joined, name. One whose name is made from the time is always a new one.
 * @param keys `hydra.run.dir`, or `hydra.sweep.dir` and `hydra.sweep.subdir`
 * @throws ConfigurationProblems when it cannot be had; ConfigError (missing_value) for a key without a value.
 */
export async function claimPlace(
  configuration: Configuration,
  keys: readonly [string, ...string[]],
  cwd: string,
): Promise<RunDirectory> {
  const { config, context } = configuration;
  const parts = keys.map((key) => {
    const text = neededText(config, key, context);
    if (text === "") throw new CliError(`${key} must name a folder.`);
    return text;
  });
  const raw = keys.map((key) => select(config, key)).at(-1);
  const isTimed = raw !== undefined && pythonText(raw).includes("${now:");
  const directory = await claimRunDirectory({ path: resolve(cwd, ...parts), isTimed });
  if (directory.ok) return directory.value;
  const [key] = keys;
  const place = placeOf(config, key.split("."), textsOf(configuration));
  throw new ConfigurationProblems(directory.problems.map((problem) => ({ ...problem, key, ...place })));
}
