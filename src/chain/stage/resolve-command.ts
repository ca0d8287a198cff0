import { statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { ServiceManifest } from "../manifest.js";

/**
 * @returns the manifest's command as it is started: `node` is the running Node, and a word that names a file beside
 *   the manifest is that file.
 */
export function resolveCommand({ command, folder }: ServiceManifest): readonly string[] {
  return command.map((word, index) => {
    if (index === 0 && word === "node") return process.execPath;
    if (isAbsolute(word)) return word;
    const file = resolve(folder, word);
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : word;
  });
}
