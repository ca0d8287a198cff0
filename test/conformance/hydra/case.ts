/** One line of a golden file: its inputs as they are, and what is expected. */
export interface HydraCase {
  readonly id: string;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly [input: string]: unknown;
}

/**
 * Runs one case.
 * @returns what differed, or undefined when the case passes.
 */
export type HydraRunner = (
  testCase: HydraCase,
  folder: string,
) => string | undefined | Promise<string | undefined>;
