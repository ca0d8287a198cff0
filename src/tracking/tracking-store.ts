/**
 * What a delivery needs of the place that keeps runs. The REST client and the local file store both are one;
 * every method may be repeated with the same arguments without storing anything twice.
 */

export interface Param {
  readonly key: string;
  readonly value: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface MetricPoint {
  readonly key: string;
  readonly value: number | "NaN" | "Infinity" | "-Infinity";
  /** Integer milliseconds since the epoch. */
  readonly timestamp: number;
  readonly step: number;
}

export interface LogBatch {
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  readonly metrics: readonly MetricPoint[];
}

export type FinalStatus = "FINISHED" | "FAILED" | "KILLED";

export interface RunSpec {
  /** Unique to the run, chosen by the client: what finds it again after a lost answer. */
  readonly clientId: string;
  readonly experiment: string;
  readonly name: string;
  readonly user: string;
  /** Integer milliseconds since the epoch. */
  readonly startTime: number;
  readonly tags: readonly Tag[];
}

export interface RunHandle {
  readonly experimentId: string;
  readonly runId: string;
  readonly artifactUri: string;
}

export interface TrackingStore {
  /** Address or folder, for people; without credentials. */
  readonly location: string;
  /** @returns whether the run is still there. @throws TrackingError `deleted` when it was deleted. */
  hasRun(run: RunHandle): Promise<boolean>;
  /** @returns the run with this client id, made when absent, its status RUNNING. */
  openRun(spec: RunSpec): Promise<RunHandle>;
  /** @returns warnings about entries that this store could not keep as they are. */
  logBatch(run: RunHandle, batch: LogBatch): Promise<readonly string[]>;
  /** Stores one file under `path` (forward slashes, relative) of the run's artifacts. @returns warnings. */
  putArtifact(run: RunHandle, path: string, file: string): Promise<readonly string[]>;
  finishRun(run: RunHandle, status: FinalStatus, endTime: number): Promise<void>;
  /** @returns where people find the run: the page's address or the run's folder. */
  placeOf(run: RunHandle): string;
  close(): Promise<void>;
}

/** The tag that carries `RunSpec.clientId`. */
export const CLIENT_TAG = "stm32ai.run_id";
