import type { Writable } from "node:stream";

/** A stream of text that may be a terminal. */
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What the program touches of its process, so that a test can stand in for it. */
export interface World {
  /** The words after the program's name. */
  readonly argv: readonly string[];
  /** Where the user stands, absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Screen;
  readonly stderr: Screen;
}

/** Exit codes, which are Hydra's. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;
