import { several } from "../several.js";
import type { LogBatch, MetricPoint } from "../tracking-store.js";
import type { MlflowClient } from "./mlflow-client.js";

/** Histories that are asked for at once. */
const SEVERAL = 4;

/**
 * What a run on a server had of metrics at some time. A server on a file store keeps a repeated point twice, and one of
 * MLflow 2 reads all of a metric for each batch with a point that it has: points are taken out before they are sent.
 * The newest point of each metric tells most; the history of a metric is asked for when points come before that, once.
 */
export class StoredPoints {
  readonly #client: MlflowClient;
  readonly #runId: string;
  readonly #newest: ReadonlyMap<string, MetricPoint>;
  readonly #histories = new Map<string, ReadonlySet<string>>();

  private constructor(client: MlflowClient, runId: string, newest: readonly MetricPoint[]) {
    this.#client = client;
    this.#runId = runId;
    this.#newest = new Map(newest.map((point) => [point.key, point]));
  }

  /** Of a run that was made just now. */
  static none(client: MlflowClient, runId: string): StoredPoints {
    return new StoredPoints(client, runId, []);
  }

  /** Asks the server. @throws TrackingError */
  static async read(client: MlflowClient, runId: string): Promise<StoredPoints> {
    return new StoredPoints(client, runId, (await client.run(runId)).metrics);
  }

  /** @returns the batch without the points that the server had. @throws TrackingError */
  async without(batch: LogBatch): Promise<LogBatch> {
    const doubtful = batch.metrics.filter((point) => this.#isDoubtful(point));
    await this.#readHistories(new Set(doubtful.map(({ key }) => key)));
    return { ...batch, metrics: batch.metrics.filter((point) => !this.#has(point)) };
  }

  /** Whether neither the newest point nor a history that was read says if it is stored. */
  #isDoubtful(point: MetricPoint): boolean {
    const newest = this.#newest.get(point.key);
    if (newest === undefined || this.#histories.has(point.key)) return false;
    return !isAfter(point, newest) && identity(point) !== identity(newest);
  }

  #has(point: MetricPoint): boolean {
    const newest = this.#newest.get(point.key);
    if (newest === undefined || isAfter(point, newest)) return false;
    const name = identity(point);
    return name === identity(newest) || this.#histories.get(point.key)?.has(name) === true;
  }

  async #readHistories(keys: Iterable<string>): Promise<void> {
    await several(keys, SEVERAL, async (key) => {
      const history = new Set<string>();
      for await (const point of this.#client.metricHistory(this.#runId, key)) history.add(identity(point));
      this.#histories.set(key, history);
    });
  }
}

/** A metric's newest point is the one of the greatest step, among those the latest. */
function isAfter(point: MetricPoint, newest: MetricPoint): boolean {
  return point.step > newest.step || (point.step === newest.step && point.timestamp > newest.timestamp);
}

/** Databases keep infinity as the largest number. */
function identity({ timestamp, value, step }: MetricPoint): string {
  const kept = value === "Infinity" ? Number.MAX_VALUE : value === "-Infinity" ? -Number.MAX_VALUE : value;
  return `${timestamp} ${kept} ${step}`;
}
