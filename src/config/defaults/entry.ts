/** One config in the final order of merging. */
export interface DefaultsEntry {
  /** The config's path in the search path, without the ending. */
  readonly configPath: string;
  /** The config whose defaults list names it; `<root>` for the primary config. */
  readonly parent: string | undefined;
  /** Where its content goes; empty for the root. */
  readonly package: string;
  /** Whether it stands for the content of a config that has a defaults list. */
  readonly isSelf: boolean;
  readonly primary: boolean;
  /** What overrides it on the command line: a group with its package. */
  readonly overrideKey: string | undefined;
}
