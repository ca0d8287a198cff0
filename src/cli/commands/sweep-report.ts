import type { JobResult } from "../../config/app/job/job.js";
import type { RunResults } from "../../report/run-results.js";
import { type JobEnd, type SweepResults, type SweptJob, sweepResults } from "../../report/sweep-results.js";
import type { RunStatus } from "../../run/journal/event.js";
import type { RefusedJob } from "../../sweep/local-launcher.js";
import type { SweepSecrets } from "../config/sweep-secrets.js";
import { errorText } from "../report-error.js";
import { leftText } from "../screen/left-text.js";
import { type Paint, painter } from "../screen/paint.js";
import { places } from "../screen/results-table.js";
import { shortened } from "../screen/shortened.js";
import { sweepTable } from "../screen/sweep-table.js";
import { EXIT, type World } from "../world.js";
import type { JobCounts } from "./sweep-record.js";

export interface SweepReportOptions {
  readonly world: World;
  readonly secrets: SweepSecrets;
  /** Aborted when the sweep was interrupted. */
  readonly signal: AbortSignal;
}

/** What of a sweep, its jobs included, has reached MLflow. */
export interface SweepDelivery {
  readonly isComplete: boolean;
  readonly problem?: string | undefined;
  /** The parent's page, or its folder. */
  readonly place: string;
}

/** @returns whether an override is the job's, and not Hydra's. */
export function isTask(override: string): boolean {
  return !override.startsWith("hydra.");
}

/** Tells of a sweep as it goes on, and what came out of it. */
export class SweepReport {
  readonly #options: SweepReportOptions;
  readonly #paint: Paint;
  readonly #errorPaint: Paint;
  readonly #jobs: SweptJob[] = [];
  readonly #counts = { finished: 0, failed: 0, interrupted: 0 };
  /** What was told of jobs before they were launched, by their number. */
  readonly #foreseen = new Map<number, string>();
  readonly #failures: string[] = [];

  constructor(options: SweepReportOptions) {
    const { stdout, stderr, env } = options.world;
    this.#options = options;
    this.#paint = painter(stdout, env);
    this.#errorPaint = painter(stderr, env);
  }

  /** How the sweep ended, when it has. */
  get status(): RunStatus {
    if (this.#options.signal.aborted) return "KILLED";
    return this.#counts.failed > 0 ? "FAILED" : "FINISHED";
  }

  /** How the jobs so far have ended. */
  get counts(): JobCounts {
    return this.#counts;
  }

  /** What the jobs have to show so far. */
  get results(): SweepResults {
    return sweepResults(this.#jobs);
  }

  tell(line: string): void {
    this.#options.world.stdout.write(`${this.#paint("bold", line)}\n`);
  }

  /** Tells that a job will fail, before the first one runs. */
  foresee({ index, overrides, error }: RefusedJob): void {
    const text = this.#textOf(error);
    this.#foreseen.set(index, text);
    this.#complain(`Job ${this.#nameOf(index, overrides)} cannot run; the others are run.\n${text}`);
  }

  /** Keeps a job's results for the end, and tells of its failure at once. */
  add(result: JobResult, results: RunResults | undefined): void {
    const index = this.#jobs.length;
    const end = this.#endOf(result);
    const overrides = result.overrides.filter(isTask).map(this.#options.secrets.hide);
    this.#jobs.push({ overrides, end, ...(results && { results }) });
    this.#counts[end] += 1;
    if (result.status !== "failed" || end !== "failed") return;
    const name = this.#nameOf(index, result.overrides);
    const text = this.#textOf(result.error);
    const isTold = this.#foreseen.get(index) === text;
    this.#complain(isTold ? `Job ${name} failed, as told before.` : `Job ${name} failed.\n${text}`);
    this.#failures.push(`${name}:\n${text}`);
  }

  /** Tells the table of all jobs and the first failure. @returns the exit code of the sweep. */
  close(directory: string, delivery: SweepDelivery | undefined): number {
    const { world, signal } = this.#options;
    const sweep = shortened(directory, world.cwd);
    const named = [["sweep", sweep], ...(delivery ? [["mlflow", delivery.place] as const] : [])] as const;
    const left = delivery?.isComplete === false ? leftText(sweep, delivery.problem, this.#paint) : "";
    const parts = [sweepTable(this.#jobs, this.#paint), places(named, this.#paint), left];
    world.stdout.write(`\n${parts.filter((part) => part !== "").join("\n\n")}\n`);
    if (signal.aborted) {
      const { finished, failed } = this.#counts;
      const jobs = finished === 1 ? "job" : "jobs";
      this.#complain(`The sweep was interrupted: ${finished} ${jobs} finished, ${failed} failed.`);
      return EXIT.interrupted;
    }
    const [first] = this.#failures;
    if (first === undefined) return EXIT.ok;
    const count = `${this.#failures.length} of ${this.#jobs.length} jobs failed`;
    this.#complain(`${count}, first ${first}`);
    return EXIT.failed;
  }

  #endOf({ status }: JobResult): JobEnd {
    if (status !== "failed") return "finished";
    return this.#options.signal.aborted ? "interrupted" : "failed";
  }

  #nameOf(index: number, overrides: readonly string[]): string {
    const texts = overrides.filter(isTask).map(this.#options.secrets.hide);
    return `#${index} (${texts.join(" ")})`;
  }

  #textOf(error: unknown): string {
    return errorText(error, this.#options.world, this.#errorPaint);
  }

  #complain(text: string): void {
    this.#options.world.stderr.write(`${text}\n`);
  }
}
