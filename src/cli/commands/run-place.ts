import { resolve } from "node:path";
import { redactor } from "../../chain/redactor.js";
import { neededText } from "../../config/app/job/needed-text.js";
import { pythonText } from "../../config/nodes/python-text.js";
import { select } from "../../config/nodes/select.js";
import { claimRunDirectory, type RunDirectory } from "../../run/run-directory.js";
import { placeOf } from "../../schema/place-of.js";
import type { Problem } from "../../schema/problem.js";
import { CliError } from "../cli-error.js";
import type { Configuration } from "../config/configuration.js";
import { ConfigurationProblems } from "../config/configuration-problems.js";
import { textsOf } from "../config/texts-of.js";

const SECRET_IN_NAME = {
  message: "names a folder after the value of a secret, where everybody can read it",
  hint: "Leave the secret's key out of hydra.job.override_dirname: hydra.job.config.override_dirname.exclude_keys=[<key>].",
};

export interface Place {
  /** `hydra.run.dir`, or `hydra.sweep.dir` and `hydra.sweep.subdir`. */
  readonly keys: readonly [string, ...string[]];
  readonly cwd: string;
  /** Texts that must not stand in its name. */
  readonly secrets: Iterable<string>;
}

/**
 * Claims the folder that the values of keys, joined, name. One whose name is made from the time is always a new one.
 * @throws ConfigurationProblems when it cannot be had; ConfigError (missing_value) for a key without a value.
 */
export async function claimPlace(
  configuration: Configuration,
  { keys, cwd, secrets }: Place,
): Promise<RunDirectory> {
  const { config, context } = configuration;
  const parts = keys.map((key) => {
    const text = neededText(config, key, context);
    if (text === "") throw new CliError(`${key} must name a folder.`);
    return text;
  });
  const redact = redactor([...secrets]);
  const [key] = keys;
  const fail = (problems: readonly Omit<Problem, "key">[]) => {
    const place = placeOf(config, key.split("."), textsOf(configuration));
    return new ConfigurationProblems(problems.map((problem) => ({ ...problem, key, ...place })));
  };
  if (parts.some((part) => redact(part) !== part)) throw fail([SECRET_IN_NAME]);
  const raw = keys.map((key) => select(config, key)).at(-1);
  const isTimed = raw !== undefined && pythonText(raw).includes("${now:");
  const directory = await claimRunDirectory({ path: resolve(cwd, ...parts), isTimed });
  if (directory.ok) return directory.value;
  throw fail(directory.problems);
}
