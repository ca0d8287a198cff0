/** Every flag, once: the parser, the help and the completion read this table. */

export interface Option {
  readonly name: string;
  /** Hydra's short form, which may have two letters. */
  readonly short?: string;
  /** Name of the value in the help; a flag without one takes no value. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

export const OPTIONS = [
  { name: "help", short: "h", help: "Show this help." },
  { name: "version", help: "Show the version." },
  {
    name: "config-path",
    short: "cp",
    value: "DIR",
    help: "Folder of the configuration, from where you stand. Default: here, ./config_file_examples, the examples shipped.",
  },
  {
    name: "config-name",
    short: "cn",
    value: "NAME",
    help: "File of the configuration, with or without .yaml. Default: user_config.",
  },
  {
    name: "config-dir",
    short: "cd",
    value: "DIR",
    help: "One more folder in which config groups are looked for.",
  },
  {
    name: "cfg",
    short: "c",
    value: "PART",
    choices: ["job", "hydra", "all"],
    help: "Show the composed configuration and run nothing.",
  },
  { name: "resolve", help: "With --cfg: show it with its interpolations resolved." },
  { name: "package", short: "p", value: "KEY", help: "With --cfg: show this part only." },
  { name: "dry-run", help: "Show the plan (stages, what each reads, takes and makes) and run nothing." },
  { name: "run", short: "r", help: "Run the configuration (the default)." },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]["name"];

/** Commands that are not a run: the first word without `=`, `+` or `~`. */
export const COMMANDS = [
  { name: "ui", usage: "ui [STORE]", help: "Open MLflow's own pages on the local store." },
  { name: "sync", usage: "sync RUN_DIR", help: "Deliver what a run could not tell MLflow while it ran." },
] as const;

export type CommandName = (typeof COMMANDS)[number]["name"];
