import type { GoldenCase } from "./manifest.js";

/** One thing to check of a golden case. @returns what differed, or nothing. */
export type Stage = (golden: GoldenCase, folder: string) => Promise<string | undefined>;
