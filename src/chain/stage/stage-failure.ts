import { join } from "node:path";
import type { PlannedStage } from "../plan.js";
import type { Failure } from "../protocol.js";
import type { Ending } from "./ask-process.js";

const SHOWN_LOG_LINES = 10;
const MEMORY_HINT = "The system kills programs so when its memory is full.";

export interface Evidence {
  readonly stage: PlannedStage;
  /** The stage's directory. */
  readonly directory: string;
  /** Whether a server was asked: its exit, however peaceful, is no answer. */
  readonly isServed: boolean;
  /** The service's own account. */
  readonly error: Failure | undefined;
  /** The last lines of stage.log. */
  readonly tail: (count: number) => readonly string[];
}

/**
 * @returns why the stage failed: the service's own account, else how its process ended, with the last lines of its
 *   log; undefined when the process ended well.
 */
export function stageFailure(ending: Ending, evidence: Evidence): Failure | undefined {
  const { stage, error, isServed } = evidence;
  if (ending.type === "stopped") {
    return { code: "interrupted", message: `${stage.id} was stopped before it had finished.` };
  }
  if (ending.type === "done") {
    return ending.ok ? undefined : (error ?? unexplained("failed without saying why", evidence));
  }
  const { code, signal, notStarted } = ending.exit;
  if (notStarted !== undefined) return cannotStart(notStarted, stage);
  if (code === 0 && !isServed) return undefined;
  if (error !== undefined) return error;
  if (signal === "SIGKILL") return { ...unexplained(`was ended by ${signal}`, evidence), hint: MEMORY_HINT };
  if (signal !== undefined) return unexplained(`was ended by ${signal}`, evidence);
  return unexplained(`ended with exit code ${code}${isServed ? " before it had answered" : ""}`, evidence);
}

function cannotStart(reason: string, { id, service }: PlannedStage): Failure {
  const path = join(service.folder, "service.yaml");
  return {
    code: "stage_not_started",
    path,
    message: `${id} cannot be started: ${reason}`,
    hint: `Its command is [${service.command.join(", ")}] in ${path}: is the program installed and executable?`,
  };
}

function unexplained(what: string, { stage, directory, tail }: Evidence): Failure {
  const path = join(directory, "stage.log");
  const lines = tail(SHOWN_LOG_LINES);
  const seen = lines.length === 0 ? "It wrote nothing to" : "The last lines of";
  return {
    code: "stage_failed",
    path,
    message: [`${stage.id} ${what}. ${seen} ${path}${lines.length === 0 ? "." : ":"}`, ...lines].join("\n  "),
  };
}
