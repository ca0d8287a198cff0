import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { settleMode } from "../../config/app/settle-mode.js";
import { formatProblems } from "../../schema/format-problems.js";
import { configurationOf } from "../config/configuration.js";
import { ConfigurationProblems } from "../config/configuration-problems.js";
import { openConfigs } from "../config/open-configs.js";
import { prepareRun } from "../config/prepare-run.js";
import { EXIT, type World } from "../world.js";

/** Runs what the command line asks for, once or as a sweep, or shows its plan. @returns the exit code. */
export async function run({ flags, words }: Arguments, world: World): Promise<number> {
  const configs = openConfigs(flags, world);
  const warn = (message: string) => void world.stderr.write(`${message.trim()}\n`);
  const asked = flags.has("multirun") ? "MULTIRUN" : "RUN";
  const { mode, overrides } = settleMode({ ...configs, warn }, words, asked);
  if (mode === "MULTIRUN" && !flags.has("dry-run")) {
    const { runSweep } = await import("./run-sweep.js");
    return runSweep({ configs, flags, overrides, world });
  }
  const { config, warnings } = configs.compose(overrides);
  const configuration = configurationOf(configs, config, warnings);
  const prepared = await prepareRun(configuration, world);
  if (flags.has("dry-run")) {
    const { describePlan } = await import("../../chain/describe-plan.js");
    world.stdout.write(describePlan(prepared.plan));
    if (prepared.unavailable.length > 0) {
      const title = "This plan cannot run";
      world.stderr.write(`\n${formatProblems(prepared.unavailable, world.cwd, title)}\n`);
    }
    return EXIT.ok;
  }
  if (prepared.unavailable.length > 0) throw new ConfigurationProblems(prepared.unavailable);
  const { runChain } = await import("./run-chain.js");
  return runChain({ flags, command: ["stm32ai_main", ...world.argv], configuration, prepared, world });
}
