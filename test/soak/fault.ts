import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { JournalBody } from "../../src/run/journal/event.js";
import { Delivery, type DeliveryReport } from "../../src/tracking/delivery/delivery.js";
import type { MlflowServer } from "../tracking/mlflow-server.js";
import {
  metric,
  param,
  runFinished,
  runStarted,
  START_TIME,
  TestJournal,
} from "../tracking/run-directory.js";
import { differences } from "./server-counts.js";

/** Where faults are tried: a real server, and how much of each there shall be. */
export interface Ground {
  readonly server: MlflowServer;
  /** For run directories. */
  readonly folder: string;
  /** All of it, for `npm run soak`; otherwise what the ordinary suite has time for. */
  readonly isSoak: boolean;
}

export interface Fault {
  readonly name: string;
  /** Whether the ordinary suite tries it too. */
  readonly isQuick: boolean;
  /** @throws AssertionError when the server does not have exactly what the journal has. */
  readonly attempt: (ground: Ground) => Promise<void>;
}

export const PATIENCE_MS = 300_000;
/** As many events are written to a journal at once: a million are too many arguments. */
const AT_ONCE = 10_000;
let made = 0;

/** @returns a run directory of its own with a journal of a few events before and after `bodies`, and files. */
export async function runDirectory(
  { folder }: Ground,
  bodies: readonly JournalBody[] = points(2500),
  files: Readonly<Record<string, string | Buffer>> = {
    "model é.onnx": Buffer.alloc(300_000, 7),
    "empty.txt": "",
  },
): Promise<string> {
  made += 1;
  const name = `run_${process.pid}_${made}`;
  const journal = new TestJournal(join(folder, name));
  const start = runStarted({ run_id: name, name, project_name: "soak" });
  const params = Array.from({ length: 150 }, (_, index) => param(`param ${index}`, String(index)));
  await journal.append(start, ...params);
  for (let at = 0; at < bodies.length; at += AT_ONCE) await journal.append(...bodies.slice(at, at + AT_ONCE));
  await journal.append(runFinished());
  for (const [path, content] of Object.entries(files)) await journal.file(path, content);
  return journal.runDirectory;
}

/** @returns so many metrics of ten names. */
export function points(count: number): JournalBody[] {
  return Array.from({ length: count }, (_, index) => ({
    ...metric(`metric ${index % 10}`, index / 7, Math.floor(index / 10)),
    timestamp: START_TIME + index,
  }));
}

/** Delivers a run as the end of a run does. */
export function deliverTo(
  url: string,
  directory: string,
  {
    timeoutMs = PATIENCE_MS,
    env = {},
  }: { readonly timeoutMs?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<DeliveryReport> {
  const target = { kind: "server" as const, url };
  return new Delivery({ runDirectory: directory, target, env }).finish({ timeoutMs });
}

/**
 * Holds that the server has exactly what the run directory has, and still has when all of it is delivered again
 * without knowledge of what went before.
 */
export async function expectExactly(
  { server }: Pick<Ground, "server">,
  directory: string,
  timeoutMs = PATIENCE_MS,
): Promise<void> {
  assert.deepEqual(await differences(server.url, directory), []);
  await rm(join(directory, ".tracking.json"), { force: true });
  const again = await deliverTo(server.url, directory, { timeoutMs });
  assert.equal(again.complete, true, again.problem);
  assert.deepEqual(await differences(server.url, directory), []);
}

/** Holds that a delivery came to its end. */
export function expectComplete(report: DeliveryReport): void {
  assert.equal(report.complete, true, report.problem);
}
