import type { JournalEvent } from "../run/journal/event.js";
import { formatDuration } from "./format-duration.js";

export type Level = "debug" | "info" | "warn" | "error";

/** A journal event as one line for people. */
export interface LogLine {
  readonly level: Level;
  /** Who speaks: a stage's id, or the program. */
  readonly source: string;
  readonly text: string;
}

const PROGRAM = "stm32ai_main";

/** @returns the line of an event; undefined for an event that only other readers need. */
export function describeEvent(event: JournalEvent): LogLine | undefined {
  switch (event.type) {
    case "run_started":
      return say(PROGRAM, `operation_mode: ${event.operation_mode}`);
    case "stage_started":
      return say(event.stage, "started");
    case "stage_finished": {
      const took = `after ${formatDuration(event.duration_ms)}`;
      if (event.error === undefined) return say(event.stage, `${event.status.toLowerCase()} ${took}`);
      return say(event.stage, `${event.status.toLowerCase()} ${took}: ${event.error.message}`, "error");
    }
    case "log":
      return say(event.stage ?? PROGRAM, event.message, event.level);
    case "param":
      return say(event.stage ?? PROGRAM, `${event.key}: ${event.value}`, "debug");
    case "metric":
      return say(event.stage ?? PROGRAM, `${event.key}: ${event.value}`, "debug");
    case "artifact":
      return say(event.stage ?? PROGRAM, `${event.name}: ${event.path}`);
    case "input":
      return say(
        PROGRAM,
        `${event.context} dataset: ${event.path}, ${event.files} files, digest ${event.digest}`,
      );
    case "signature":
    case "summary":
    case "note":
      return undefined;
    case "run_finished": {
      const took = `after ${formatDuration(event.duration_ms)}`;
      return say(
        PROGRAM,
        `operation ${event.status.toLowerCase()} ${took}`,
        event.error === undefined ? "info" : "error",
      );
    }
  }
}

function say(source: string, text: string, level: Level = "info"): LogLine {
  return { level, source, text };
}
