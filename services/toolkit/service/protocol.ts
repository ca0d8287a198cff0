/**
 * The stage protocol, version 1, as a service sees it. The runner's side is its own definition of the same wire
 * format: a service knows nothing of the program that starts it.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Request {
  readonly protocol: 1;
  readonly run: string;
  /** `2_quantization`: place in the chain and service. */
  readonly stage: string;
  readonly service: string;
  /** The sections that the service's manifest reads; paths are absolute. */
  readonly config: { readonly [key: string]: Json };
  /** Artifact name → absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Absolute; a service writes only below it. */
  readonly output_dir: string;
  readonly seed: number;
}

/** A row of the run's summary. */
export interface SummaryRow {
  readonly label: string;
  readonly value: number | string;
  /** The same quantity before this stage, where the stage changes it. */
  readonly before?: number | string;
  readonly unit?: string;
}

/** A tensor that a network takes or gives. */
export interface TensorSpec {
  readonly name: string;
  /** NumPy's name of the element type: `float32`, `int8`, … */
  readonly dtype: string;
  /** -1 where a size is open. */
  readonly shape: readonly number[];
}

/** What a network takes and gives. */
export interface Signature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** What a service tells while it works. Every call appends one line to the stage's events file. */
export interface Emitter {
  log(level: "debug" | "info" | "warn" | "error", message: string): void;
  /** Units done of a known total; cheap enough to call for each image. */
  progress(done: number, total: number, unit: string): void;
  param(key: string, value: string): void;
  /** Any number, non-finite ones included; step 0 and the present time by default. */
  metric(key: string, value: number, at?: { step?: number; timestamp?: number }): void;
  /** A file or folder below `output_dir` that is complete under its final name; with a signature it is a network. */
  artifact(name: string, path: string, kind?: "file" | "folder", signature?: Signature): void;
  summary(rows: readonly SummaryRow[]): void;
}

/** One step of a chain. Fails by throwing `ServiceError`; any other exception is a bug of the service. */
export type Service = (request: Request, emit: Emitter, signal: AbortSignal) => Promise<void>;
