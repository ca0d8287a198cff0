import type { Flag } from "./flag.js";

/** What `--info` can show. */
export const INFO_KINDS = ["all", "config", "defaults", "defaults-tree", "plugins", "searchpath"] as const;
export type InfoKind = (typeof INFO_KINDS)[number];

/** Every flag of a Hydra program, once. A program with flags of its own puts them behind these. */
export const HYDRA_FLAGS = [
  { name: "help", short: "h", help: "Application's help" },
  { name: "hydra-help", help: "Hydra's help" },
  { name: "version", ends: true, help: "Show Hydra's version and exit" },
  {
    name: "cfg",
    short: "c",
    value: "CFG",
    choices: ["job", "hydra", "all"],
    help: "Show config instead of running [job|hydra|all]",
  },
  { name: "resolve", help: "With --cfg or --help, resolve interpolations before printing" },
  { name: "package", short: "p", value: "PACKAGE", help: "With --cfg, show this part of the config only" },
  { name: "run", short: "r", help: "Run a job" },
  { name: "multirun", short: "m", help: "Run a job for each combination of the values that are swept over" },
  {
    name: "shell-completion",
    short: "sc",
    help: "Print the script that completes this program's command line: install=bash|zsh|fish",
  },
  {
    name: "config-path",
    short: "cp",
    value: "CONFIG_PATH",
    help: "Folder of the configs, absolute or from the program's folder, in place of the program's own",
  },
  {
    name: "config-name",
    short: "cn",
    value: "CONFIG_NAME",
    help: "Name of the primary config, in place of the program's own",
  },
  { name: "config-dir", short: "cd", value: "CONFIG_DIR", help: "One more folder to look for configs in" },
  {
    name: "experimental-rerun",
    value: "EXPERIMENTAL_RERUN",
    help: "Run a job again with the config that an earlier run wrote: its folder",
  },
  {
    name: "info",
    short: "i",
    value: "INFO",
    choices: INFO_KINDS,
    bare: "all",
    help: `Print Hydra information [${INFO_KINDS.join("|")}]`,
  },
] as const satisfies readonly Flag[];

export type HydraFlag = (typeof HYDRA_FLAGS)[number]["name"];
