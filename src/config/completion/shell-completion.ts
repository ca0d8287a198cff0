import { UsageError } from "../app/flags/usage-error.js";
import { ConfigError } from "../error.js";
import { type Completable, complete } from "./complete.js";
import { shellNamed } from "./shell.js";
import { installScript, uninstallScript } from "./shell-script.js";
import { stripProgram } from "./strip-program.js";

const COMMANDS = ["install", "uninstall", "query"] as const;

export interface ShellCompletionRequest extends Completable {
  /** The name under which the program is called. */
  readonly program: string;
  /** The unfinished command line with its program: what the shell says in `COMP_LINE`. */
  readonly line: string;
}

/**
 * Answers `--shell-completion install=bash`, `uninstall=…` and `query=…` for bash, zsh and fish.
 * @param words the arguments beside the flag
 * @returns the text to print. A line that cannot be completed gives an empty one: it is no place for error messages.
 * @throws ConfigError (validation) unless there is exactly one command, for a shell that is there.
 */
export function shellCompletion(words: readonly string[], request: ShellCompletionRequest): string {
  const [given, ...more] = words.flatMap((word) => {
    const [name, shell = ""] = word.split("=", 2);
    const command = COMMANDS.find((known) => known === name);
    return command === undefined ? [] : [{ command, shell }];
  });
  if (given === undefined || more.length > 0)
    throw new ConfigError(
      "validation",
      `Expecting one subcommand from ${COMMANDS.join(", ")} to be set: --shell-completion install=bash`,
    );
  const shell = shellNamed(given.shell);
  if (given.command === "install") return installScript(shell, request.program);
  if (given.command === "uninstall") return uninstallScript(shell, request.program);
  return suggestions(request).join(shell === "fish" ? "\n" : " ");
}

function suggestions({ line, ...program }: ShellCompletionRequest): string[] {
  try {
    return complete(stripProgram(line), program);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UsageError) return [];
    throw error;
  }
}
