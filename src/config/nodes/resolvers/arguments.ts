import { ConfigError } from "../../error.js";
import type { Found } from "../interpolation/context.js";
import { pythonText } from "../python-text.js";

/** @throws ConfigError (validation) when the number of arguments is not within the bounds. */
export function checkCount(name: string, args: readonly Found[], least: number, most: number): void {
  if (args.length >= least && args.length <= most) return;
  const allowed = least === most ? String(least) : `${least} to ${most}`;
  throw new ConfigError("validation", `'${name}' takes ${allowed} arguments but ${args.length} were given`);
}

/**
 * @returns the text of an argument that must be a string.
 * @throws ConfigError (validation) for any other value.
 */
export function stringArgument(name: string, argument: Found | undefined): string {
  if (argument?.node.kind === "str") return argument.node.value;
  const given = argument === undefined ? "nothing" : `'${pythonText(argument.node)}' (${argument.node.kind})`;
  throw new ConfigError("validation", `'${name}' takes a string but was given ${given}`);
}
