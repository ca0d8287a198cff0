import { createHash } from "node:crypto";
import { opendir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Plan } from "../chain/plan.js";
import type { JournalBody } from "./journal/event.js";
import type { Observer } from "./observer.js";

/** MLflow keeps 36 characters of a digest; its own have 8. */
const DIGEST_LENGTH = 16;
const DATASET_KEY = /^dataset\.(.+)_path$/;

/**
 * @param name of the data set; without one each folder goes by its own name.
 * @returns what records the folders of images that a plan takes by the config's `dataset` section. Their files are
 *   listed, not read; a folder that cannot be listed is left to the stage that needs it.
 */
export function datasetInputs(plan: Plan, name?: string): Observer {
  return async (record) => {
    for (const input of await inputsOf(plan, name)) record(input);
  };
}

async function inputsOf({ stages }: Plan, dataset?: string): Promise<JournalBody[]> {
  const found = new Map<string, JournalBody>();
  for (const { service, takes } of stages) {
    for (const [name, source] of Object.entries(takes)) {
      if (source.type !== "config" || service.takes[name]?.kind !== "folder") continue;
      const context = DATASET_KEY.exec(source.key)?.[1];
      if (context === undefined || found.has(source.key)) continue;
      const listed = await listing(source.path).catch(() => undefined);
      if (listed === undefined) continue;
      const { path } = source;
      found.set(source.key, { type: "input", name: dataset ?? basename(path), path, context, ...listed });
    }
  }
  return [...found.values()];
}

async function listing(folder: string): Promise<{ readonly digest: string; readonly files: number }> {
  const lines: string[] = [];
  for await (const path of filesBelow(folder, "")) {
    const status = await stat(join(folder, path)).catch(() => undefined);
    if (status?.isFile()) lines.push(`${path}\0${status.size}`);
  }
  const digest = createHash("sha256").update(lines.toSorted().join("\n")).digest("hex");
  return { digest: digest.slice(0, DIGEST_LENGTH), files: lines.length };
}

/** Files and links, which may lead to files; a link to a folder is not followed, since it may lead around in a circle. */
async function* filesBelow(folder: string, below: string): AsyncGenerator<string> {
  for await (const entry of await opendir(join(folder, below))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else if (entry.isFile() || entry.isSymbolicLink()) yield path;
  }
}
