/** What a service's `service.yaml` says: how to start it, what it reads, takes and makes (DESIGN.md, contract 1). */

import type { JsonSchema } from "../schema/json.js";

/** An artifact that a service takes. */
export interface Intake {
  /** The config key that names the file when no earlier stage made the artifact; of several, the first with a value. */
  readonly from?: string | readonly string[];
  /** Accepted file name endings, `.onnx`. */
  readonly kinds?: readonly string[];
  /** `folder` or `file` (the default). */
  readonly kind?: "file" | "folder";
  readonly optional?: boolean;
}

/** An artifact that a service makes. */
export interface Output {
  readonly kinds?: readonly string[];
  readonly kind?: "file" | "folder";
  readonly optional?: boolean;
}

export interface ServiceManifest {
  readonly name: string;
  readonly summary: string;
  /** Program and arguments; `node` is the running Node; a relative file is found beside the manifest. */
  readonly command: readonly string[];
  /** May take many requests in one process. Services with the same resolved command share the process. */
  readonly serve: boolean;
  /** Dotted config keys: only these reach the stage. */
  readonly reads: readonly string[];
  /** Dotted config keys that must have a value when the service is used. */
  readonly requires: readonly string[];
  readonly takes: Readonly<Record<string, Intake>>;
  readonly makes: Readonly<Record<string, Output>>;
  /** The folder that holds the manifest, absolute. */
  readonly folder: string;
  /** Of the service's own section, from `schema.json` beside the manifest. */
  readonly schema?: JsonSchema;
}
