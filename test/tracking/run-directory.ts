/** Run directories as the runner leaves them, for the tests of what reads them. */
import { appendFile, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { JournalBody, JournalEvent } from "../../src/run/journal/event.js";

export const START_TIME = 1_767_225_600_000;

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "tracking-"));
}

export function runStarted(
  changes: Partial<Extract<JournalBody, { type: "run_started" }>> = {},
): JournalBody {
  return {
    type: "run_started",
    run_id: "run-1",
    name: "2026_01_01_00_00_00",
    project_name: "pose_estimation",
    operation_mode: "chain_qb",
    stages: [
      { id: "1_quantization", service: "quantization" },
      { id: "2_benchmarking", service: "benchmarking" },
    ],
    command: ["stm32ai_main", "--config-name", "chain_qb_config.yaml"],
    user: "ana",
    git_commit: "0123456789abcdef0123456789abcdef01234567",
    version: "0.1.0",
    ...changes,
  };
}

export function metric(key: string, value: number | "NaN" | "Infinity" | "-Infinity", step = 0): JournalBody {
  return { type: "metric", key, value, step, timestamp: START_TIME + 1000 + step };
}

export function param(key: string, value: string): JournalBody {
  return { type: "param", key, value };
}

export function runFinished(status: "FINISHED" | "FAILED" | "KILLED" = "FINISHED"): JournalBody {
  return { type: "run_finished", status, duration_ms: 5000 };
}

/** A journal that grows. */
export class TestJournal {
  #seq = 0;
  readonly runDirectory: string;

  constructor(runDirectory: string) {
    this.runDirectory = runDirectory;
  }

  async append(...bodies: readonly JournalBody[]): Promise<void> {
    const lines = bodies.map((body) => `${JSON.stringify(this.#event(body))}\n`);
    await mkdir(this.runDirectory, { recursive: true });
    await appendFile(join(this.runDirectory, "run.jsonl"), lines.join(""));
  }

  async file(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.runDirectory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  #event(body: JournalBody): JournalEvent {
    this.#seq += 1;
    return { ...body, seq: this.#seq, time: START_TIME + this.#seq };
  }
}
