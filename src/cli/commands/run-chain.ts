import { join, resolve as resolvePath } from "node:path";
import { runNote } from "../../report/note.js";
import { runResults } from "../../report/run-results.js";
import { execute, type RunOutcome } from "../../run/execute.js";
import type { JournalEvent, Progress } from "../../run/journal/event.js";
import { Journal } from "../../run/journal/journal.js";
import { claimRunDirectory, type RunDirectory } from "../../run/run-directory.js";
import { placeOf } from "../../schema/place-of.js";
import { Delivery } from "../../tracking/delivery/delivery.js";
import { ConfigurationProblems } from "../config/configuration-problems.js";
import type { Configuration } from "../config/read-configuration.js";
import { textsOf } from "../config/texts-of.js";
import { interruptSignal } from "../interrupt-signal.js";
import { closingText } from "../screen/closing-text.js";
import { painter } from "../screen/paint.js";
import { openRunScreen } from "../screen/run-screen.js";
import { EXIT, type World } from "../world.js";
import type { ChainRequest } from "./chain-request.js";
import { runDirectoryText, writeRunFiles } from "./run-files.js";
import { runOrigin } from "./run-origin.js";

const JOURNAL_FILE = "run.jsonl";
const RUN_DIR = "hydra.run.dir";
const LOG_FILE = "stm32ai_main.log";
/** How long the end of a run waits for MLflow; what is left then is delivered by `sync`. */
const DELIVERY_PATIENCE_MS = 20_000;

/** Runs a chain from its directory to the table at the end. @returns the exit code. */
export async function runChain(chain: ChainRequest): Promise<number> {
  const { configuration, world } = chain;
  const { text, isTimed } = runDirectoryText(configuration);
  const directory = await claimRunDirectory({ path: resolvePath(world.cwd, text), isTimed });
  if (!directory.ok)
    throw new ConfigurationProblems(
      directory.problems.map((problem) => ({
        key: RUN_DIR,
        ...problem,
        ...runDirectoryPlace(configuration),
      })),
    );
  const interrupt = interruptSignal();
  try {
    return await runIn(directory.value, chain, AbortSignal.any([interrupt.signal, directory.value.lost]));
  } finally {
    interrupt.release();
    await directory.value.release();
  }
}

function runDirectoryPlace(configuration: Configuration) {
  return placeOf(configuration.composition.config, RUN_DIR.split("."), textsOf(configuration));
}

async function runIn(directory: RunDirectory, chain: ChainRequest, signal: AbortSignal): Promise<number> {
  const { configuration, prepared, world } = chain;
  writeRunFiles(configuration, prepared, directory.path);
  const origin = await runOrigin(chain);
  const journal = new Journal(join(directory.path, JOURNAL_FILE));
  const stageIds = prepared.plan.stages.map(({ id }) => id);
  const screen = openRunScreen(world, stageIds, join(directory.path, LOG_FILE));
  const delivery = new Delivery({
    runDirectory: directory.path,
    target: prepared.tracking,
    env: { ...world.env },
  });
  const events: JournalEvent[] = [];
  const onEvent = (event: JournalEvent | Progress) => {
    screen.read(event);
    if (event.type === "progress") return;
    events.push(event);
    delivery.poke();
  };
  const running = execute({
    plan: prepared.plan,
    directory: directory.path,
    journal,
    ...origin,
    env: world.env,
    signal,
    onEvent,
    notices: configuration.notices,
    closing: (told) => [{ type: "note", markdown: runNote(told) }],
  });
  // MLflow learns the end of a run that met a bug, too, before the bug is told.
  await Promise.allSettled([running]);
  journal.close();
  await screen.close();
  const report = await delivery.finish({ timeoutMs: DELIVERY_PATIENCE_MS });
  const outcome = await running;
  const facts = {
    results: runResults(events),
    directory: directory.path,
    delivery: report,
    cwd: world.cwd,
  };
  world.stdout.write(closingText(facts, painter(world.stdout, world.env)));
  return finish(outcome, world);
}

function finish({ status, error }: RunOutcome, { stderr, env }: World): number {
  if (error !== undefined) {
    const paint = painter(stderr, env);
    stderr.write(`${[paint("red", error.message), error.hint].filter(Boolean).join("\n")}\n`);
  }
  return { FINISHED: EXIT.ok, FAILED: EXIT.failed, KILLED: EXIT.interrupted }[status];
}
