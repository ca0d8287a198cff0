import { join } from "node:path";
import type { StageRunner } from "../../chain/stage/stage-runner.js";
import { jobVariables } from "../../config/app/job/job-variables.js";
import { runNote } from "../../report/note.js";
import { type RunResults, runResults } from "../../report/run-results.js";
import { execute, type RunOutcome } from "../../run/execute.js";
import type { JournalEvent, Progress } from "../../run/journal/event.js";
import { Journal } from "../../run/journal/journal.js";
import type { RunDirectory } from "../../run/run-directory.js";
import { Delivery } from "../../tracking/delivery/delivery.js";
import { closingText } from "../screen/closing-text.js";
import { painter } from "../screen/paint.js";
import { openRunScreen } from "../screen/run-screen.js";
import type { ChainRequest } from "./chain-request.js";
import { writeRunFiles } from "./run-files.js";
import { runOrigin } from "./run-origin.js";

const JOURNAL_FILE = "run.jsonl";
const LOG_FILE = "stm32ai_main.log";

export interface RunSurroundings {
  /** Claimed by the caller, who releases it. */
  readonly directory: RunDirectory;
  readonly signal: AbortSignal;
  /** How long the end of the run waits for MLflow; what is left then is delivered by `sync`. */
  readonly patienceMs: number;
  /** Shared with other runs; a run without it, or with an environment of its own, has its own. */
  readonly runner?: StageRunner;
}

export interface PerformedRun extends RunOutcome {
  readonly results: RunResults;
  /** Whether MLflow has all of it. */
  readonly isDelivered: boolean;
}

/** Runs a chain in its directory, from `.hydra/` to the table at its end. */
export async function performRun(chain: ChainRequest, around: RunSurroundings): Promise<PerformedRun> {
  const { configuration, prepared, world } = chain;
  const directory = around.directory.path;
  writeRunFiles(configuration, prepared, directory);
  const origin = await runOrigin(chain);
  const journal = new Journal(join(directory, JOURNAL_FILE));
  const stageIds = prepared.plan.stages.map(({ id }) => id);
  const screen = openRunScreen(world, stageIds, join(directory, LOG_FILE));
  const delivery = new Delivery({
    runDirectory: directory,
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
  const variables = jobVariables(configuration.config, configuration.context);
  const running = execute({
    plan: prepared.plan,
    directory,
    journal,
    ...origin,
    env: { ...world.env, ...Object.fromEntries(variables) },
    signal: AbortSignal.any([around.signal, around.directory.lost]),
    onEvent,
    notices: configuration.notices,
    closing: (told) => [{ type: "note", markdown: runNote(told) }],
    ...(around.runner && variables.size === 0 && { runner: around.runner }),
  });
  // MLflow learns the end of a run that met a bug, too, before the bug is told.
  await Promise.allSettled([running]);
  journal.close();
  await screen.close();
  const report = await delivery.finish({ timeoutMs: around.patienceMs });
  const outcome = await running;
  const results = runResults(events);
  const facts = { results, directory, delivery: report, cwd: world.cwd };
  world.stdout.write(closingText(facts, painter(world.stdout, world.env)));
  return { ...outcome, results, isDelivered: report.complete };
}
