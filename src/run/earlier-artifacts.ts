import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "./journal/read-journal.js";

/** @returns the absolute paths of what earlier runs in this directory made, as their journal tells. */
export async function earlierArtifacts(directory: string, journalPath: string): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  if (!existsSync(journalPath)) return paths;
  for await (const event of readJournal(journalPath)) {
    if (event.type === "artifact") paths.add(join(directory, event.path));
  }
  return paths;
}
