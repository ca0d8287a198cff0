import { ConfigError } from "../error.js";
import { listNode, strNode } from "../nodes/create.js";
import { pythonRepr } from "../nodes/python-text.js";
import type { JobResult } from "./job/job.js";
import { JobFailure } from "./job/job-failure.js";
import type { World } from "./world.js";

const CALLER = /^ +at (?:async )?callTask /;
const HINT = "\nSet the environment variable HYDRA_FULL_ERROR=1 for a complete stack trace.\n";

/**
 * Tells on stderr why a program ends: a block for what its user can mend, a stack for what a task threw. With
 * HYDRA_FULL_ERROR=1 everything is shown, causes included.
 */
export function reportError(error: unknown, { stderr, env }: World): void {
  const cause = error instanceof JobFailure ? error.cause : error;
  if (error instanceof JobFailure) stderr.write(executing(error.overrides));
  if (env.HYDRA_FULL_ERROR === "1") stderr.write(`${fullText(cause)}\n`);
  else stderr.write(`${shortText(cause)}\n${HINT}`);
}

/** Tells on stderr that a job of a sweep failed, while the others go on. */
export function tellFailure({ overrides, error }: JobResult & { status: "failed" }, { stderr }: World): void {
  const [line = ""] = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split(
    "\n",
  );
  stderr.write(`${executing(overrides)}${line}\n`);
}

function executing(overrides: readonly string[]): string {
  return `Error executing job with overrides: ${pythonRepr(listNode(overrides.map((text) => strNode(text))))}\n`;
}

function shortText(error: unknown): string {
  if (error instanceof ConfigError) return [error.message, ...place(error)].join("\n");
  if (error instanceof Error && "syscall" in error) return error.message;
  return error instanceof Error ? ownStack(error) : String(error);
}

/** @returns the stack down to the task: what called it is no news. */
function ownStack({ stack, name, message }: Error): string {
  if (stack === undefined) return `${name}: ${message}`;
  const lines = stack.split("\n");
  const caller = lines.findIndex((line) => CALLER.test(line));
  return lines.slice(0, caller === -1 ? lines.length : caller).join("\n");
}

/** An override's message shows the override itself. */
function place({ origin }: ConfigError): string[] {
  return origin?.type === "file"
    ? [`  in "${origin.path}", line ${origin.line}, column ${origin.column}`]
    : [];
}

function fullText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\nCaused by: ${fullText(error.cause)}`;
}
