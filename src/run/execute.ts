/** One run from its first event to its last. Claims no directory, prints nothing, ends no process. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Plan } from "../chain/plan.js";
import type { Failure } from "../chain/protocol.js";
import { StageRunner } from "../chain/stage/stage-runner.js";
import { earlierArtifacts } from "./earlier-artifacts.js";
import { takesFromWeb } from "./fetch/remote-of.js";
import type { JournalBody, JournalEvent, Progress, RunRelations, RunStatus } from "./journal/event.js";
import type { Journal } from "./journal/journal.js";
import type { Observer } from "./observer.js";
import type { Provenance } from "./provenance.js";
import { RunRecorder } from "./run-recorder.js";
import { runStages, type StagesOutcome, type StagesRun } from "./run-stages.js";

export interface Execution {
  readonly plan: Plan;
  /** The run directory, absolute, there already and owned by the caller. */
  readonly directory: string;
  readonly journal: Journal;
  readonly projectName: string;
  readonly provenance: Provenance;
  readonly relations?: RunRelations;
  /** Recorded at the start, for the tracker. */
  readonly params: Readonly<Record<string, string>>;
  /** What the user should know before the first stage, recorded as warnings. */
  readonly notices?: readonly string[];
  /** The environment of the stages. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted to stop the run: the status is KILLED. */
  readonly signal: AbortSignal;
  /** Takes every event of the journal as it is written, and progress, which is not. */
  readonly onEvent: (event: JournalEvent | Progress) => void;
  /** What is to be recorded before the run's end, on every way out: the note. */
  readonly closing?: (status: RunStatus) => readonly JournalBody[];
  /** What is recorded beside the stages. */
  readonly observers?: readonly Observer[];
  /** Shared by several runs, and closed by the caller; by default the run has its own. */
  readonly runner?: StageRunner;
}

export interface RunOutcome {
  readonly runId: string;
  readonly status: RunStatus;
  readonly error?: Failure;
}

/**
 * Runs a plan. The journal gets `run_started`, the params, what each stage says, and `run_finished` with the true
 * status on every way out.
 *
 * @returns how the run ended.
 * @throws what is a bug, after `run_finished` has been recorded; a system error when the journal cannot be written.
 */
export async function execute(execution: Execution): Promise<RunOutcome> {
  const { plan, directory, journal, env, signal } = execution;
  const started = performance.now();
  const runId = randomUUID().replaceAll("-", "");
  const recorder = new RunRecorder(journal, execution.onEvent);
  const runner = execution.runner ?? new StageRunner({ env });
  try {
    const replaceable = await replaceableIn(execution);
    recorder.append(runStarted(execution, runId));
    const run = { plan, runId, directory, runner, recorder, signal, replaceable };
    const observed = observe(execution.observers ?? [], recorder);
    const ended = await endOf(recordAndRun(run, execution), journal.path);
    const closed = await endOf(close(ended.outcome, { execution, recorder, observed }), journal.path);
    const outcome = ended.outcome.status === "FINISHED" ? closed.outcome : ended.outcome;
    const duration_ms = Math.round(performance.now() - started);
    recorder.append({ type: "run_finished", ...outcome, duration_ms });
    recorder.sync();
    const bug = ended.bug ?? closed.bug;
    if (bug !== undefined) throw bug.error;
    return { runId, ...outcome };
  } finally {
    if (execution.runner === undefined) await runner.close();
  }
}

/** Records what is known of the run before its first stage, and runs it. */
async function recordAndRun(run: StagesRun, execution: Execution): Promise<StagesOutcome> {
  const { recorder } = run;
  for (const [key, value] of Object.entries(execution.params)) recorder.append({ type: "param", key, value });
  for (const message of execution.notices ?? []) recorder.append({ type: "log", level: "warn", message });
  return fetchAndRun(run, execution);
}

/** What the plan takes from the web is there before the first stage starts. */
async function fetchAndRun(run: StagesRun, { env, onEvent }: Execution): Promise<StagesOutcome> {
  if (!takesFromWeb(run.plan)) return runStages(run);
  const { fetchInputs } = await import("./fetch/fetch-inputs.js");
  const { plan, directory, signal, recorder } = run;
  const say = (body: JournalBody) => recorder.append(body);
  const fetched = await fetchInputs({ plan, directory, env, signal, say, show: onEvent });
  return fetched.status === "FINISHED" ? runStages({ ...run, plan: fetched.plan }) : fetched;
}

/** Ends the observers. @returns why some of them failed. */
type EndObservers = () => Promise<readonly unknown[]>;

/** An observer that fails does so at once, perhaps on a full disk: it is heard of at the end, and the run goes on. */
function observe(observers: readonly Observer[], recorder: RunRecorder): EndObservers {
  const ended = new AbortController();
  const observing = Promise.allSettled(
    observers.map(async (observer) => observer((body) => recorder.append(body), ended.signal)),
  );
  return async () => {
    ended.abort();
    const settled = await observing;
    return settled.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  };
}

interface Closing {
  readonly execution: Execution;
  readonly recorder: RunRecorder;
  readonly observed: EndObservers;
}

/** Records what comes between the stages and the run's end. @returns how the stages ended. */
async function close(
  outcome: StagesOutcome,
  { execution, recorder, observed }: Closing,
): Promise<StagesOutcome> {
  for (const error of await observed())
    recorder.append({ type: "log", level: "warn", message: String(error) });
  for (const body of closingOf(execution, outcome.status)) recorder.append(body);
  return outcome;
}

interface Ended {
  readonly outcome: StagesOutcome;
  readonly bug?: { readonly error: unknown };
}

/** @returns the outcome; a system error (a full disk, a folder taken away) is a failed run, anything else a bug. */
async function endOf(stages: Promise<StagesOutcome>, journalPath: string): Promise<Ended> {
  try {
    const outcome = await stages;
    return { outcome: existsSync(journalPath) ? outcome : taken(journalPath) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && "syscall" in error) {
      return { outcome: { status: "FAILED", error: { code: "io_error", message } } };
    }
    return { outcome: { status: "FAILED", error: { code: "bug", message } }, bug: { error } };
  }
}

/** What a stage made is gone when its directory is: to call that finished would be a lie. */
function taken(journalPath: string): StagesOutcome {
  const message = `The run directory was taken away while the run went on: ${dirname(journalPath)} has no journal.`;
  return { status: "FAILED", error: { code: "run_directory_lost", message } };
}

/** The closing text is a comfort: when it cannot be made, the run's end is recorded all the same. */
function closingOf({ closing }: Execution, status: RunStatus): readonly JournalBody[] {
  try {
    return closing?.(status) ?? [];
  } catch (error) {
    const message = `The run's note could not be made: ${error instanceof Error ? error.message : String(error)}`;
    return [{ type: "log", level: "error", message }];
  }
}

function runStarted(
  { plan, directory, projectName, provenance, relations }: Execution,
  runId: string,
): JournalBody {
  return {
    type: "run_started",
    run_id: runId,
    name: basename(directory),
    project_name: projectName,
    operation_mode: plan.operationMode,
    stages: plan.stages.map(({ id, service }) => ({ id, service: service.name })),
    ...provenance,
    ...relations,
  };
}

/** @returns what earlier runs in the same directory made, but for what this run reads. */
async function replaceableIn({ plan, directory, journal }: Execution): Promise<ReadonlySet<string>> {
  if (journal.seq === 0) return new Set();
  const earlier = await earlierArtifacts(directory, journal.path);
  const read = plan.stages
    .flatMap(({ takes }) => Object.values(takes))
    .map((source) => (source.type === "config" ? source.path : ""));
  return new Set(
    [...earlier].filter((made) => !read.some((path) => path === made || path.startsWith(`${made}/`))),
  );
}
