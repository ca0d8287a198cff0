import { execFileSync } from "node:child_process";
import { type TestAPI, test } from "vitest";

/** A test that needs `onFullDisk`: only Linux sets the limits of a process that runs. */
export const diskTest: ReturnType<TestAPI["skipIf"]> = test.skipIf(process.platform !== "linux");

/**
 * Does something while no file of this process can grow beyond some bytes. A writer meets what a full disk does to
 * it: the write that reaches the limit is cut short, and the next one fails (with EFBIG, not ENOSPC).
 */
export async function onFullDisk<T>(bytes: number, act: () => T | Promise<T>): Promise<T> {
  const before = prlimit("--fsize", "--output=SOFT", "--noheadings").trim();
  prlimit(`--fsize=${bytes}:`);
  try {
    return await act();
  } finally {
    prlimit(`--fsize=${before}:`);
  }
}

function prlimit(...args: readonly string[]): string {
  return execFileSync("prlimit", [`--pid=${process.pid}`, ...args], { encoding: "utf8" });
}
