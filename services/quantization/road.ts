import type { Emitter, Request, Signature } from "../toolkit/service/protocol.js";
import type { Settings } from "./read-settings.js";

/** One request, as each way to quantize needs it. */
export interface Job {
  readonly request: Request;
  readonly settings: Settings;
  readonly emit: Emitter;
  readonly signal: AbortSignal;
}

/** What a way to quantize leaves behind, at `settings.exportPath`. */
export interface Outcome {
  /** Of the written file, in bytes. */
  readonly size: number;
  /** Images that it was calibrated with; undefined where the model was quantized already and went on unchanged. */
  readonly images: number | undefined;
  /** Of the network; read from its file when absent. */
  readonly signature?: Signature;
}

/** Quantizes the model of one file format. @throws ServiceError for what the user can mend. */
export type Quantize = (job: Job) => Promise<Outcome>;
