/** What a composition takes and what it gives: the types around `compose`, without its work. */
import type { DefaultsEntry } from "./defaults/entry.js";
import type { DefaultsTree } from "./defaults/tree.js";
import type { Resolver } from "./nodes/interpolation/context.js";
import type { ConfigNode, MapNode } from "./nodes/node.js";

/** One place where configs are looked for. `path` has a scheme: `file://` a folder, `pkg://hydra.conf` Hydra's own. */
export interface SearchPathEntry {
  /** Who put it there: `main`, `command-line`, `hydra.searchpath in main`, … */
  readonly provider: string;
  readonly path: string;
}

/** How configs are read. Paths are absolute; a file that is not there reads as undefined. */
export interface ConfigFiles {
  /** @returns the text of a file. */
  read(path: string): string | undefined;
  /** @returns whether the path is a file, a folder, or neither. */
  kind(path: string): "file" | "folder" | undefined;
  /** @returns the names in a folder, in any order. */
  list(path: string): readonly string[];
}

export interface ComposeOptions {
  /** Where configs are looked for, first hit wins. Hydra's own configs come before, the schema source after. */
  readonly searchPath: readonly SearchPathEntry[];
  /** The primary config's name; null composes Hydra's node and the overrides alone. */
  readonly configName: string | null;
  /** The command line's overrides, in their order. */
  readonly overrides: readonly string[];
  /** In `multirun` a sweep is no error and a group left at `???` is skipped. Default: `run`. */
  readonly mode?: "run" | "multirun";
  /** `hydra.job.name` where no config sets it. Default: `app`. */
  readonly jobName?: string;
  /** Merged below the primary config and its groups: they hide it, overrides find its keys, `+` may set what only it has. */
  readonly base?: MapNode;
  /** Read by `oc.env` and `hydra.job.env_copy`. Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `hydra.runtime.cwd`, and what relative `file://` folders are relative to. Default: the process's. */
  readonly cwd?: string;
  /** Default: the clock. */
  readonly now?: () => Date;
  /** Default: the file system. */
  readonly files?: ConfigFiles;
  /** Resolvers besides the built-in ones; one of the same name wins. */
  readonly resolvers?: ReadonlyMap<string, Resolver>;
  /** Whether error texts show overrides as a shell needs them. Default: `code`. */
  readonly from?: "shell" | "code";
}

/** A source in the order in which it is searched, as `hydra.runtime.config_sources` lists it. */
export interface ConfigSourceInfo {
  readonly path: string;
  readonly schema: string;
  readonly provider: string;
}

export interface Composition {
  /** The whole tree with the `hydra` node, interpolations unresolved, in struct mode. */
  readonly config: MapNode;
  /** The config without the `hydra` node: what a job sees. */
  readonly job: MapNode;
  /** The `hydra` node alone. */
  readonly hydra: ConfigNode;
  readonly defaultsList: readonly DefaultsEntry[];
  /** Of Hydra's own node and of the primary config, in this order. */
  readonly defaultsTrees: readonly DefaultsTree[];
  /** Group (with `@package` where it is not the default one) to the option taken; null where it was set to null. */
  readonly choices: ReadonlyMap<string, string | null>;
  /** What `hydra.overrides.task` holds: what configs put there, then the overrides of this composition. */
  readonly taskOverrides: readonly string[];
  /** What `hydra.overrides.hydra` holds; each job of a multirun is composed with these too. */
  readonly hydraOverrides: readonly string[];
  readonly overrideDirname: string;
  readonly configSources: readonly ConfigSourceInfo[];
  /** Things worth telling that do not stop the composition. */
  readonly warnings: readonly string[];
}
