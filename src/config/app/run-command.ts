import { checkTogether } from "./flags/check-together.js";
import { HYDRA_FLAGS, type HydraFlag, INFO_KINDS } from "./flags/hydra-flags.js";
import type { Arguments } from "./flags/parse-arguments.js";
import { HYDRA_VERSION } from "./hydra-version.js";
import { openProgram, type Program } from "./program.js";
import { settleMode } from "./settle-mode.js";

/**
 * Does what a command line asks for. Each way is loaded when it is taken: `--cfg` pays for no runner.
 * @returns whether what was asked for is there.
 * @throws ConfigError, also for flags that do not go together; JobFailure; Exit from the task.
 */
export async function runCommand(program: Program, request: Arguments): Promise<boolean> {
  const { flags } = request;
  const has = (flag: HydraFlag) => flags.has(flag);
  if (has("version")) return write(program, `${HYDRA_VERSION}\n`);
  if (has("experimental-rerun")) {
    const { rerun } = await import("./rerun.js");
    await rerun(program, textOf(request, "experimental-rerun") ?? "", request.words);
    return true;
  }
  if (has("help")) return printHelp(program, request, "help");
  checkTogether(flags);
  if (has("hydra-help")) return printHelp(program, request, "hydra_help");
  if (has("cfg")) return printConfig(program, request);
  if (has("info")) return printInfo(program, request);
  if (has("shell-completion")) return printCompletion(program, request);
  await run(program, request);
  return true;
}

async function printHelp(
  program: Program,
  { flags, words }: Arguments,
  kind: "help" | "hydra_help",
): Promise<true> {
  const { showHelp } = await import("./show/show-help.js");
  const { startLog } = await import("./start-log.js");
  const own = kind === "help";
  const composition = program.compose(words, own ? {} : { configName: null });
  startLog(program, composition);
  const text = showHelp(kind, {
    config: composition.config,
    context: program.context(own ? composition.config : undefined),
    repository: program.ownRepository(),
    flags: HYDRA_FLAGS,
    resolve: own && flags.has("resolve"),
  });
  return write(program, text);
}

async function printConfig(program: Program, request: Arguments): Promise<boolean> {
  const { showConfig } = await import("./show/show-config.js");
  const { config } = program.compose(request.words);
  const part = textOf(request, "cfg");
  const key = textOf(request, "package");
  const shown = {
    part: part === "hydra" || part === "all" ? part : "job",
    resolve: request.flags.has("resolve"),
    ...(key !== undefined && { package: key }),
  } as const;
  const text = showConfig(config, shown, program.context(config));
  if (text !== undefined) return write(program, text);
  program.world.stderr.write(`package '${key}' not found in config\n`);
  return false;
}

async function printInfo(program: Program, request: Arguments): Promise<true> {
  const { showInfo } = await import("./show/show-info.js");
  const kind = INFO_KINDS.find((name) => name === textOf(request, "info")) ?? "all";
  const compose = () => program.compose(request.words);
  showInfo(kind, compose, (text) => void write(program, `${text}\n`));
  return true;
}

/** What is typed there may name another config; warnings would stand in its way. */
async function printCompletion({ options, world }: Program, request: Arguments): Promise<true> {
  const { shellCompletion } = await import("../completion/shell-completion.js");
  const quiet = { ...world, stderr: { write: () => {} } };
  const text = shellCompletion(request.words, {
    program: options.program ?? options.name,
    line: world.env.COMP_LINE ?? "",
    flags: HYDRA_FLAGS,
    open: (typed) => {
      const program = openProgram(options, new Map([...request.flags, ...typed]), quiet);
      return { ...program, cwd: world.cwd };
    },
  });
  world.stdout.write(`${text}\n`);
  return true;
}

async function run(program: Program, { flags, words }: Arguments): Promise<void> {
  const { mode, overrides } = settleMode(program, words, flags.has("multirun") ? "MULTIRUN" : "RUN");
  if (mode === "RUN") return (await import("./run-once.js")).runOnce(program, overrides);
  return (await import("./multirun/run-multirun.js")).runMultirun(program, overrides);
}

function textOf({ flags }: Arguments, flag: HydraFlag): string | undefined {
  const value = flags.get(flag);
  return typeof value === "string" ? value : undefined;
}

function write({ world }: Program, text: string): true {
  world.stdout.write(text);
  return true;
}
