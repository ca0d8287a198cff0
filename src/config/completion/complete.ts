import { resolve } from "node:path";
import { compose, openRepository } from "../compose.js";
import type { ComposeOptions } from "../composition.js";
import { ConfigError } from "../error.js";
import { nodeFiles } from "../node-files.js";
import type { ConfigNode } from "../nodes/node.js";
import { resolveContext } from "../resolve-context.js";
import { completeGroup } from "./complete-group.js";
import { completeKey } from "./complete-key.js";
import { completePath, pathIn } from "./complete-path.js";
import { lineWords } from "./line-words.js";

/** A composition but for what the line says. */
export type CompletionOptions = Omit<ComposeOptions, "overrides" | "mode">;

/**
 * @param line what was typed behind the program's name, up to the cursor
 * @returns the words that the last one may become, sorted, as Hydra 1.3 suggests them: config keys, config groups
 * and their options, the value that a key has, and paths for a value that begins like one. The overrides in front of
 * it count; a config that cannot be composed with them leaves the groups.
 * @throws ConfigError: parse for an override or config that cannot be read; interpolation, validation and key for
 * a word that leads through a value that cannot be resolved.
 */
export function complete(line: string, options: CompletionOptions): string[] {
  const { overrides: words, multirun } = lineWords(line);
  const isNew = line === "" || line.endsWith(" ");
  const word = isNew ? "" : (words.at(-1) ?? "");
  const overrides = isNew ? words : words.slice(0, -1);

  const value = pathIn(word);
  if (value !== undefined) {
    const { files = nodeFiles, cwd = process.cwd() } = options;
    const paths = completePath(value.path, files, (path) => resolve(cwd, path));
    return paths.map((path) => value.key + path).sort();
  }
  const composed = { ...options, overrides, mode: multirun ? "multirun" : "run" } as const;
  const groups = completeGroup(word, openRepository(composed));
  if (groups.ofOptions) return [...groups.words];
  const config = composedConfig(composed);
  const keys = config === undefined ? [] : completeKey(config, word, resolveContext({ ...options, config }));
  return [...new Set([...groups.words, ...keys])].sort();
}

function composedConfig(options: ComposeOptions): ConfigNode | undefined {
  try {
    return compose(options).config;
  } catch (error) {
    if (error instanceof ConfigError && error.kind !== "parse") return undefined;
    throw error;
  }
}
