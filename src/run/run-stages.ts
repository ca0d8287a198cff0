/** The stages of a plan in order, the artifacts flowing from each to the next. */
import { join, relative, sep } from "node:path";
import type { Plan, PlannedStage } from "../chain/plan.js";
import type { Failure } from "../chain/protocol.js";
import type { MadeArtifact } from "../chain/stage/find-artifacts.js";
import type { StageOutcome } from "../chain/stage/run-stage.js";
import type { StageRunner } from "../chain/stage/stage-runner.js";
import { endangeredInput } from "./endangered-input.js";
import type { RunStatus } from "./journal/event.js";
import { publishArtifacts } from "./publish-artifacts.js";
import type { RunRecorder } from "./run-recorder.js";
import { stageInputs } from "./stage-inputs.js";

export interface StagesRun {
  readonly plan: Plan;
  readonly runId: string;
  /** The run directory, absolute. */
  readonly directory: string;
  readonly runner: StageRunner;
  readonly recorder: RunRecorder;
  readonly signal: AbortSignal;
  /** What earlier runs in the same directory made. */
  readonly replaceable: ReadonlySet<string>;
}

export interface StagesOutcome {
  readonly status: RunStatus;
  readonly error?: Failure;
}

/**
 * @returns FINISHED when all stages did, else the status and error of the first that did not.
 * @throws a system error when the run directory or the journal cannot be written.
 */
export async function runStages(run: StagesRun): Promise<StagesOutcome> {
  const endangered = endangeredInput(run.plan, run.directory);
  if (endangered !== undefined) return { status: "FAILED", error: endangered };
  const made = new Map<string, ReadonlyMap<string, string>>();
  for (const stage of run.plan.stages) {
    if (run.signal.aborted) return { status: "KILLED", error: interruptedBefore(stage) };
    const started = performance.now();
    run.recorder.append({ type: "stage_started", stage: stage.id });
    const { status, artifacts, error } = await attempt(run, stage, made);
    made.set(stage.id, new Map(artifacts.map(({ name, path }) => [name, path])));
    for (const { name, path, kind } of artifacts) {
      const place = relative(run.directory, path).replaceAll(sep, "/");
      run.recorder.append({ type: "artifact", stage: stage.id, name, path: place, kind });
    }
    run.recorder.append({
      type: "stage_finished",
      stage: stage.id,
      status,
      duration_ms: Math.round(performance.now() - started),
      ...(error === undefined ? {} : { error }),
    });
    run.recorder.sync();
    if (status !== "FINISHED") return { status, ...(error === undefined ? {} : { error }) };
  }
  return { status: "FINISHED" };
}

async function attempt(
  { plan, runId, directory, runner, recorder, signal, replaceable }: StagesRun,
  stage: PlannedStage,
  made: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<StageOutcome> {
  const inputs = await stageInputs(stage, made);
  if (!inputs.ok) return { status: "FAILED", artifacts: [], error: inputs.error };
  const stageDirectory = join(directory, stage.id);
  const outcome = await runner.run({
    stage,
    run: runId,
    directory: stageDirectory,
    inputs: inputs.paths,
    seed: plan.seed,
    signal,
    onEvent: (event) => recorder.appendOf(stage.id, event),
  });
  const declared = new Set(Object.keys(stage.makes));
  return {
    ...outcome,
    artifacts: settled(outcome, { declared, stageDirectory, runDirectory: directory, replaceable }),
  };
}

/** Of a stage that did not finish, what its manifest declares is not to be had: it stays where it is, unnamed. */
function settled(
  { status, artifacts }: StageOutcome,
  publishing: Parameters<typeof publishArtifacts>[1],
): readonly MadeArtifact[] {
  if (status === "FINISHED") return publishArtifacts(artifacts, publishing);
  return artifacts.filter(({ name }) => !publishing.declared.has(name));
}

function interruptedBefore({ id }: PlannedStage): Failure {
  return { code: "interrupted", message: `The run was stopped before ${id}.` };
}
