import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../chain/package-root.js";

/** @returns the program's name and version, as `--version` prints them. */
export function showVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  return `stm32ai_main ${version}\n`;
}
