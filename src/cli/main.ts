import { formatProblems } from "../schema/format-problems.js";
import { ConfigurationProblems } from "./config/configuration-problems.js";
import { parseArguments } from "./parse-arguments.js";
import { reportError } from "./report-error.js";
import { painter } from "./screen/paint.js";
import { EXIT, type World } from "./world.js";

/** Runs the program. @returns its exit code; nothing is thrown. */
export async function main(world: World): Promise<number> {
  try {
    return await dispatch(world);
  } catch (error) {
    return reportError(error, world, painter(world.stderr, world.env));
  }
}

/** Each way through the program is loaded when it is taken: `--cfg` pays for no runner, `--help` for no composition. */
async function dispatch(world: World): Promise<number> {
  const request = parseArguments(world.argv);
  const { flags, command } = request;
  if (flags.help) {
    const { showHelp } = await import("./commands/show-help.js");
    const configPath = typeof flags["config-path"] === "string" ? flags["config-path"] : undefined;
    world.stdout.write(showHelp(world.cwd, configPath, painter(world.stdout, world.env)));
    return EXIT.ok;
  }
  if (flags.version) {
    const { showVersion } = await import("./commands/show-version.js");
    world.stdout.write(showVersion());
    return EXIT.ok;
  }
  if (command?.name === "ui") return (await import("./commands/open-ui.js")).openUi(command.words, world);
  if (command?.name === "sync") return (await import("./commands/sync.js")).sync(command.words, world);

  const { readConfiguration } = await import("./config/read-configuration.js");
  const configuration = readConfiguration(request, world);
  if (flags.cfg) {
    const { showConfig } = await import("./commands/show-config.js");
    const part = flags.cfg === "hydra" || flags.cfg === "all" ? flags.cfg : "job";
    const within = typeof flags.package === "string" ? { package: flags.package } : {};
    world.stdout.write(showConfig(configuration, { part, resolve: flags.resolve === true, ...within }));
    return EXIT.ok;
  }
  const { prepareRun } = await import("./config/prepare-run.js");
  const prepared = await prepareRun(configuration, world.cwd);
  if (flags["dry-run"]) {
    const { describePlan } = await import("../chain/describe-plan.js");
    world.stdout.write(describePlan(prepared.plan));
    if (prepared.unavailable.length > 0) {
      const title = "This plan cannot run yet";
      world.stderr.write(`\n${formatProblems(prepared.unavailable, world.cwd, title)}\n`);
    }
    return EXIT.ok;
  }
  if (prepared.unavailable.length > 0) throw new ConfigurationProblems(prepared.unavailable);
  const { runChain } = await import("./commands/run-chain.js");
  return runChain({ request, configuration, prepared, world });
}
