/**
 * The stage protocol, version 1, as the runner sees it (DESIGN.md, contract 2): what `request.json` holds and what
 * a stage may append to its events file.
 */
import type { JsonObject } from "../schema/json.js";

export const PROTOCOL_VERSION = 1;

/** A metric's value as JSON carries it: non-finite values are text. */
export type MetricValue = number | "NaN" | "Infinity" | "-Infinity";

/** What went wrong, for people (`message`, `hint`) and for scripts (`code`). */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The file or folder at fault. */
  readonly path?: string;
}

/** A row of a stage's result, for the table at the end of a run. */
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

export interface StageRequest {
  readonly protocol: typeof PROTOCOL_VERSION;
  /** Id of the run, for the stage's own messages. */
  readonly run: string;
  /** `2_quantization`. */
  readonly stage: string;
  readonly service: string;
  readonly config: JsonObject;
  /** Artifact name → absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Absolute; the stage writes only below it. */
  readonly output_dir: string;
  readonly seed: number;
}

/** One line of `events.jsonl`. Paths of artifacts are absolute or relative to `output_dir`. */
export type StageEvent =
  | { readonly type: "log"; readonly level: "debug" | "info" | "warn" | "error"; readonly message: string }
  | { readonly type: "progress"; readonly done: number; readonly total: number; readonly unit: string }
  | { readonly type: "param"; readonly key: string; readonly value: string }
  | {
      readonly type: "metric";
      readonly key: string;
      readonly value: MetricValue;
      readonly step: number;
      readonly timestamp: number;
    }
  | {
      readonly type: "artifact";
      readonly name: string;
      readonly path: string;
      readonly kind: string;
      /** Of a network that trackers keep as a model. */
      readonly signature?: Signature;
    }
  | { readonly type: "summary"; readonly rows: readonly SummaryRow[] }
  | ({ readonly type: "error" } & Failure)
  | { readonly type: "done"; readonly ok: boolean };
