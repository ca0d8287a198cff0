import { ConfigError } from "../error.js";

const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** @returns the shell of a name. @throws ConfigError (validation) with the names that there are. */
export function shellNamed(name: string): Shell {
  const shell = SHELLS.find((known) => known === name);
  if (shell !== undefined) return shell;
  const names = SHELLS.map((known) => `\t${known}`).join("\n");
  throw new ConfigError("validation", `No completion plugin for '${name}' found, available : \n${names}`);
}
