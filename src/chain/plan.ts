/** The plan of a run: which stages run in which order, with what each reads, takes and makes. Pure data. */
import type { JsonObject } from "../schema/json.js";
import type { Output, ServiceManifest } from "./manifest.js";

/** Where a stage gets an artifact from: a file that the config names, or what an earlier stage made. */
export type Source =
  | { readonly type: "config"; readonly key: string; readonly path: string }
  | { readonly type: "stage"; readonly stage: string; readonly artifact: string };

export interface PlannedStage {
  /** `2_quantization`. */
  readonly id: string;
  readonly service: ServiceManifest;
  /** The part of the config that the manifest's `reads` names, with absolute paths and without secrets. */
  readonly config: JsonObject;
  /** Values of `writeOnly` attributes, by environment variable: they reach the process's environment and nothing else. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly takes: Readonly<Record<string, Source>>;
  readonly makes: Readonly<Record<string, Output>>;
}

export interface Plan {
  readonly operationMode: string;
  readonly stages: readonly PlannedStage[];
  readonly seed: number;
}
