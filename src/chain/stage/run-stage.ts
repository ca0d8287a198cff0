/** One stage by protocol 1: a request to a process, its events, its artifacts, its end. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlannedStage } from "../plan.js";
import { type Failure, PROTOCOL_VERSION, type StageEvent, type StageRequest } from "../protocol.js";
import { redactor } from "../redactor.js";
import { askHost, askOnce, type StageWorld } from "./ask-process.js";
import { EventReader } from "./event-reader.js";
import { findArtifacts, type MadeArtifact } from "./find-artifacts.js";
import { resolveCommand } from "./resolve-command.js";
import { stageFailure } from "./stage-failure.js";
import { StageLog } from "./stage-log.js";

export interface StageJob {
  readonly stage: PlannedStage;
  /** Id of the run. */
  readonly run: string;
  /** The stage's directory, absolute. */
  readonly directory: string;
  /** Artifact name → absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Takes every event of the stage; a line that is no event comes as a warning. */
  readonly onEvent: (event: StageEvent) => void;
}

export interface StageOutcome {
  readonly status: "FINISHED" | "FAILED" | "KILLED";
  /** What is there under its final name; of a stage that did not finish, perhaps not all of it. */
  readonly artifacts: readonly MadeArtifact[];
  readonly error?: Failure;
}

/**
 * Runs a stage in its directory: `request.json`, `events.jsonl`, `stage.log` and what it makes. The directory of an
 * earlier run of the same stage is emptied first. A service that serves gets a warm process, unless the stage has
 * secrets: those live in the environment of one process, for one request.
 *
 * @throws a system error when the directory cannot be written.
 */
export async function runStage(job: StageJob, world: StageWorld): Promise<StageOutcome> {
  const { stage, directory, signal, onEvent } = job;
  const secrets = Object.values(stage.secrets);
  const { requestPath, eventsPath, logPath } = prepare(job);
  const log = new StageLog(logPath, secrets);
  const events = new EventReader({ path: eventsPath, redact: redactor(secrets), onEvent, now: world.now });
  try {
    const isServed = stage.service.serve && secrets.length === 0;
    const command = resolveCommand(stage.service);
    const ask = isServed ? askHost : askOnce;
    const ending = await ask(
      { command, directory, requestPath, eventsPath, secrets: stage.secrets, signal, log, events },
      world,
    );
    events.finish();
    const { artifacts, faults, missing } = findArtifacts(events.artifacts, stage, directory);
    for (const message of faults) onEvent({ type: "log", level: "warn", message });
    const tail = (count: number) => log.tail(count);
    const error = stageFailure(ending, { stage, directory, isServed, error: events.error, tail }) ?? missing;
    if (error === undefined) {
      // It says itself that it succeeded: what it called an error is kept as what it is, a message.
      if (events.error !== undefined) onEvent({ type: "log", level: "error", message: events.error.message });
      return { status: "FINISHED", artifacts };
    }
    return { status: ending.type === "stopped" ? "KILLED" : "FAILED", artifacts, error };
  } finally {
    events.finish();
    log.close();
  }
}

function prepare({ stage, directory, run, inputs, seed }: StageJob) {
  const requestPath = join(directory, "request.json");
  const eventsPath = join(directory, "events.jsonl");
  // Only a directory that a stage has used is ours to empty.
  if (existsSync(requestPath)) rmSync(directory, { recursive: true });
  mkdirSync(directory, { recursive: true });
  const request: StageRequest = {
    protocol: PROTOCOL_VERSION,
    run,
    stage: stage.id,
    service: stage.service.name,
    config: stage.config,
    inputs,
    output_dir: directory,
    seed,
  };
  writeFileSync(requestPath, `${JSON.stringify(request, undefined, 2)}\n`);
  writeFileSync(eventsPath, "");
  return { requestPath, eventsPath, logPath: join(directory, "stage.log") };
}
