import { resolve } from "node:path";
import type { Flag } from "../app/flags/flag.js";
import { type Arguments, parseArguments } from "../app/flags/parse-arguments.js";
import type { ConfigFiles } from "../composition.js";
import type { Repository } from "../defaults/repository.js";
import { ConfigError } from "../error.js";
import { nodeFiles } from "../node-files.js";
import type { ResolveContext } from "../nodes/interpolation/context.js";
import type { MapNode } from "../nodes/node.js";
import { completeGroup } from "./complete-group.js";
import { completeKey } from "./complete-key.js";
import { completePath, pathIn } from "./complete-path.js";

/** The configs that a program composes. */
export interface ConfigAccess {
  /**
   * @param repository that of the same overrides: its configs are not read again.
   * @returns the composition, its `config` with the `hydra` node. @throws ConfigError as `compose`.
   */
  compose(
    overrides: readonly string[],
    how: { readonly mode: "run" | "multirun"; readonly repository: Repository },
  ): { readonly config: MapNode };
  /** @returns the groups and options in reach. @throws ConfigError as `openRepository`. */
  repository(overrides: readonly string[]): Repository;
  /** @returns the world in which that config's interpolations are resolved. */
  context(config: MapNode): ResolveContext;
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** Default: the file system. */
  readonly files?: ConfigFiles;
}

export interface Completable {
  /** The flags that the program takes. */
  readonly flags: readonly Flag[];
  /** @returns its configs. @param flags those on the unfinished line: `config-name` may count. */
  open(flags: Arguments["flags"]): ConfigAccess;
}

/**
 * @param line what was typed behind the program's name, up to the cursor
 * @returns the words that the last one may become, sorted, as Hydra 1.3 suggests them: config keys, config groups
 * and their options, the value that a key has, and paths for a value that begins like one. The overrides in front of
 * it count; a config that cannot be composed with them leaves the groups.
 * @throws UsageError for a flag that cannot be read. @throws ConfigError: parse for an override or config that cannot
 * be read; interpolation, validation and key for a word that leads through a value that cannot be resolved.
 */
export function complete(line: string, program: Completable): string[] {
  const { words, flags } = parseArguments(line.split(/\s+/).filter(Boolean), program.flags);
  const isNew = line === "" || line.endsWith(" ");
  const word = isNew ? "" : (words.at(-1) ?? "");
  const before = isNew ? words : words.slice(0, -1);
  const access = program.open(flags);

  const value = pathIn(word);
  if (value !== undefined) {
    const { files = nodeFiles, cwd } = access;
    const paths = completePath(value.path, files, (path) => resolve(cwd, path));
    return paths.map((path) => value.key + path).sort();
  }
  const repository = access.repository(before);
  const groups = completeGroup(word, repository);
  if (groups.ofOptions) return [...groups.words];
  const mode = flags.has("multirun") ? "multirun" : "run";
  const config = composed(() => access.compose(before, { mode, repository }).config);
  const keys = config === undefined ? [] : completeKey(config, word, access.context(config));
  return [...new Set([...groups.words, ...keys])].sort();
}

/** @returns undefined for a config that cannot be composed; one that cannot be read is the caller's to tell. */
function composed(compose: () => MapNode): MapNode | undefined {
  try {
    return compose();
  } catch (error) {
    if (error instanceof ConfigError && error.kind !== "parse") return undefined;
    throw error;
  }
}
