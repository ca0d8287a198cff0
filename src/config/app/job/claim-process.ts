import { resolve } from "node:path";
import type { AppOptions } from "../app-options.js";

/**
 * Where the program runs in the process's own folder and environment, these follow the job while the work lasts:
 * one job at a time.
 */
export async function claimProcess<T>(
  { cwd, env }: Pick<AppOptions, "cwd" | "env">,
  { folder, variables }: { readonly folder: string; readonly variables: ReadonlyMap<string, string> },
  work: () => Promise<T>,
): Promise<T> {
  const before = process.cwd();
  const replaced = [...variables.keys()].map((name) => [name, process.env[name]] as const);
  if (env === undefined) for (const [name, value] of variables) process.env[name] = value;
  const moves = cwd === undefined && resolve(before) !== resolve(folder);
  if (moves) process.chdir(folder);
  try {
    return await work();
  } finally {
    if (moves) process.chdir(before);
    if (env === undefined)
      for (const [name, value] of replaced) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
  }
}
