import type { Origin } from "./nodes/node.js";

/** What went wrong, for a caller that decides by it; the message is for people. */
export type ConfigErrorKind =
  /** YAML, an override or an interpolation that cannot be read. */
  | "parse"
  /** A primary config, group or option that does not exist. */
  | "missing_config"
  /** A defaults list or an override that cannot be applied. */
  | "composition"
  /** A value of a type that is not allowed there. */
  | "validation"
  /** An interpolation that cannot be resolved. */
  | "interpolation"
  /** Values that cannot be merged: a list into a mapping. */
  | "merge"
  /** A key that does not exist, is refused or is of a wrong type. */
  | "key"
  /** A value that is `???` where it is needed. */
  | "missing_value"
  /** A change of a read-only config. */
  | "readonly";

export interface ConfigErrorDetails {
  /** Where the offending text was written. */
  readonly origin?: Origin;
  /** Column in the parsed text, from 1: where the caret belongs. */
  readonly column?: number;
  /** Full key of the value concerned: `a.b[0]`. */
  readonly key?: string;
  /** The key is not there and may not be added: what `+` is for. */
  readonly absent?: boolean;
  readonly cause?: unknown;
}

/** Every error that the configuration language raises. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly kind: ConfigErrorKind;
  readonly origin: Origin | undefined;
  readonly column: number | undefined;
  readonly key: string | undefined;
  readonly absent: boolean;

  constructor(kind: ConfigErrorKind, message: string, details: ConfigErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.kind = kind;
    this.origin = details.origin;
    this.column = details.column;
    this.key = details.key;
    this.absent = details.absent === true;
  }
}
