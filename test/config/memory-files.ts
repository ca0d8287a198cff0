/** Config folders in memory, under `/conf`: what the composition reads without touching a disk. */
import { compose } from "../../src/config/compose.js";
import type { ComposeOptions, Composition, ConfigFiles } from "../../src/config/composition.js";
import { ConfigError } from "../../src/config/error.js";

export type Texts = Readonly<Record<string, string>>;

export function memoryFiles(texts: Texts): ConfigFiles {
  const files = new Map(Object.entries(texts).map(([path, text]) => [`/conf/${path}`, text]));
  const folders = new Set(["/conf"]);
  for (const path of files.keys())
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
      folders.add(path.slice(0, at));
  return {
    read: (path) => files.get(path),
    kind: (path) => (files.has(path) ? "file" : folders.has(path.replace(/\/$/, "")) ? "folder" : undefined),
    list: (path) => {
      const below = [...files.keys(), ...folders].filter((each) => each.startsWith(`${path}/`));
      return [...new Set(below.map((each) => each.slice(path.length + 1).split("/")[0] ?? ""))];
    },
  };
}

/** @returns the composition of `config.yaml` and its groups, given as texts by their path. */
export function composeTexts(
  texts: Texts,
  overrides: readonly string[] = [],
  options: Partial<ComposeOptions> = {},
): Composition {
  return compose({
    searchPath: [{ provider: "main", path: "file:///conf" }],
    configName: "config",
    overrides,
    files: memoryFiles(texts),
    env: {},
    cwd: "/conf",
    ...options,
  });
}

/** @returns the ConfigError that the work throws. */
export function configError(work: () => unknown): ConfigError {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown");
}
