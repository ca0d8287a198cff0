import type { Flag } from "../config/app/flags/flag.js";
import { HYDRA_FLAGS, INFO_KINDS } from "../config/app/flags/hydra-flags.js";

/** What differs here from any Hydra program. */
const CHANGED: ReadonlyMap<string, Partial<Flag>> = new Map([
  ["help", { help: "Show this help" }],
  ["version", { help: "Show the version" }],
  ["cfg", { value: "PART" }],
  ["package", { value: "KEY" }],
  [
    "config-path",
    {
      value: "DIR",
      help: "Folder of the configuration. Default: here, ./config_file_examples, the examples shipped",
    },
  ],
  [
    "config-name",
    { value: "NAME", help: "File of the configuration, with or without .yaml. Default: user_config" },
  ],
  ["config-dir", { value: "DIR" }],
  ["experimental-rerun", { value: "RUN_DIR" }],
  [
    "info",
    {
      value: "KIND",
      choices: [...INFO_KINDS, "origins"],
      help: `Tell how the configuration came about [${INFO_KINDS.join("|")}], or where values were written [origins [KEY]]`,
    },
  ],
]);

const OWN = [
  { name: "explain", help: "With --cfg: say behind each line where it was written and what it hid" },
  { name: "dry-run", help: "Show the plan (stages, what each reads, takes and makes) and run nothing" },
  { name: "schema", help: "Print the JSON Schema of a configuration file, for editors" },
  { name: "yes", help: "Run a sweep however many jobs it has" },
] as const satisfies readonly Flag[];

/** Every flag, once: the parser, the help and the completion read this table. */
export const FLAGS: readonly Flag[] = [
  ...HYDRA_FLAGS.map((flag) => ({ ...flag, ...CHANGED.get(flag.name) })),
  ...OWN,
];
