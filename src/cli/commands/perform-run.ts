import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { StageRunner } from "../../chain/stage/stage-runner.js";
import { jobVariables } from "../../config/app/job/job-variables.js";
import { runNote } from "../../report/note.js";
import { ResultsReader, type RunResults } from "../../report/run-results.js";
import { datasetInputs } from "../../run/dataset-inputs.js";
import { endLastRun } from "../../run/end-last-run.js";
import { execute, type RunOutcome } from "../../run/execute.js";
import { JOURNAL_FILE, type JournalEvent, type Progress } from "../../run/journal/event.js";
import { Journal } from "../../run/journal/journal.js";
import type { RunDirectory } from "../../run/run-directory.js";
import { systemMetrics } from "../../run/system-metrics.js";
import { locationOf } from "../../tracking/connect.js";
import { Delivery, type DeliveryReport } from "../../tracking/delivery/delivery.js";
import { datasetName } from "../config/dataset-name.js";
import { closingText } from "../screen/closing-text.js";
import { painter } from "../screen/paint.js";
import { openRunScreen } from "../screen/run-screen.js";
import type { ChainRequest } from "./chain-request.js";
import { writeRunFiles } from "./run-files.js";
import { runOrigin } from "./run-origin.js";

const LOG_FILE = "stm32ai_main.log";

export interface RunSurroundings {
  /** Claimed by the caller, who releases it. */
  readonly directory: RunDirectory;
  readonly signal: AbortSignal;
  /** How long the end of the run waits for MLflow, where not as long as its configuration says. */
  readonly patienceMs?: number;
  /** Of a job: what a sweep makes of it. */
  readonly job?: SweptRun;
  /** Shared with other runs; a run without it, or with an environment of its own, has its own. */
  readonly runner?: StageRunner;
}

export interface SweptRun {
  /** The sweep's directory, absolute; its journal has begun. */
  readonly sweep: string;
  /** The run's name. */
  readonly title: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface PerformedRun extends RunOutcome {
  readonly results: RunResults;
  /** What MLflow has of it; absent where nothing is tracked. */
  readonly delivery: DeliveryReport | undefined;
}

/** Runs a chain in its directory, from `.hydra/` to the table at its end. */
export async function performRun(chain: ChainRequest, around: RunSurroundings): Promise<PerformedRun> {
  const { configuration, prepared, world } = chain;
  const directory = around.directory.path;
  writeRunFiles(configuration, prepared, directory);
  const origin = await runOrigin(chain);
  const journalPath = join(directory, JOURNAL_FILE);
  // In a directory that is used again: the run before may have been killed.
  if (existsSync(journalPath)) await endLastRun(journalPath);
  const journal = new Journal(journalPath);
  const stageIds = prepared.plan.stages.map(({ id }) => id);
  const screen = openRunScreen(world, stageIds, join(directory, LOG_FILE));
  const { tracking } = prepared;
  const delivery =
    tracking && new Delivery({ runDirectory: directory, target: tracking.target, env: { ...world.env } });
  const reader = new ResultsReader();
  const onEvent = (event: JournalEvent | Progress) => {
    screen.read(event);
    if (event.type === "progress") return;
    reader.read(event);
    delivery?.poke();
  };
  const variables = jobVariables(configuration.config, configuration.context);
  const running = execute({
    plan: prepared.plan,
    directory,
    journal,
    ...origin,
    params: { ...around.job?.params, ...origin.params },
    relations: {
      ...(around.job && {
        title: around.job.title,
        sweep: relative(directory, around.job.sweep).replaceAll(sep, "/"),
      }),
      ...(tracking && { tracking_uri: locationOf(tracking.target) }),
    },
    env: { ...world.env, ...Object.fromEntries(variables) },
    signal: AbortSignal.any([around.signal, around.directory.lost]),
    onEvent,
    observers: [datasetInputs(prepared.plan, datasetName(prepared.config)), systemMetrics],
    notices: configuration.notices,
    closing: () => [{ type: "note", markdown: runNote(reader.results) }],
    ...(around.runner && variables.size === 0 && { runner: around.runner }),
  });
  // MLflow learns the end of a run that met a bug, too, before the bug is told.
  await Promise.allSettled([running]);
  journal.close();
  await screen.close();
  const timeoutMs = around.patienceMs ?? tracking?.patienceMs ?? 0;
  const report = await delivery?.finish({ timeoutMs });
  const outcome = await running;
  const { results } = reader;
  const facts = { results, directory, delivery: report, cwd: world.cwd, isJob: around.job !== undefined };
  world.stdout.write(closingText(facts, painter(world.stdout, world.env)));
  return { ...outcome, results, delivery: report };
}
