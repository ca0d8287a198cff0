import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** @returns the config groups of a folder, each with its options: sub-folders that hold YAML files. */
export function configGroups(folder: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return groups;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const files = readdirSync(join(folder, entry.name)).filter((file) => file.endsWith(".yaml"));
    if (files.length > 0) groups.set(entry.name, files.map((file) => file.slice(0, -".yaml".length)).sort());
  }
  return groups;
}
