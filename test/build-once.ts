/** Builds the program before the end-to-end tests when its sources are newer than what was built. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "./shared.js";

/** vitest calls it once, before any test file. */
export function setup(): void {
  const build = [join(projectRoot, "scripts/build.js"), "--if-stale"];
  execFileSync(process.execPath, build, { cwd: projectRoot, stdio: "inherit" });
}
