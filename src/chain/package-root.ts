import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Finds this package from any of its modules: in the sources, in `dist` and in a bundle.
 *
 * @returns the nearest folder above `moduleUrl` whose package.json is named stm32ai_main, absolute.
 * @throws Error when there is none: the installation is broken.
 */
export function packageRoot(moduleUrl: string = import.meta.url): string {
  const start = dirname(fileURLToPath(moduleUrl));
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) {
      throw new Error(`No package.json of stm32ai_main in ${start} or above it: install the package again.`);
    }
  }
}

function isOurs(file: string): boolean {
  if (!existsSync(file)) return false;
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  return (
    typeof content === "object" && content !== null && "name" in content && content.name === "stm32ai_main"
  );
}
