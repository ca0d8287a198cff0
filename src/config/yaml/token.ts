import type { Origin } from "../nodes/node.js";

export type TokenType =
  | "stream end"
  | "directive"
  | "document start"
  | "document end"
  | "block sequence start"
  | "block mapping start"
  | "block end"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | "-"
  | "?"
  | ":"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

export interface Token {
  readonly type: TokenType;
  readonly origin: Origin;
  /** Text of a scalar, name of an anchor or alias, suffix of a tag, name of a directive. */
  readonly value: string;
  /** Handle of a tag (undefined for a verbatim tag); of a directive, its first argument. */
  readonly handle?: string | undefined;
  /** Second argument of a directive. */
  readonly prefix?: string;
  /** Whether a scalar was written without quotes and outside of a block. */
  readonly plain?: boolean;
}
