import yargs from "yargs";
import { nearestName } from "../schema/problem.js";
import { COMMANDS, type CommandName, OPTIONS, type Option, type OptionName } from "./options.js";

/** The command line, taken apart. */
export interface Arguments {
  readonly flags: Readonly<Partial<Record<OptionName, string | true>>>;
  readonly command?: { readonly name: CommandName; readonly words: readonly string[] };
  /** Overrides, word by word as they were typed. */
  readonly overrides: readonly string[];
}

/** A command line that cannot be read; the program ends with exit code 2. */
export class UsageError extends Error {}

/**
 * @returns the flags and overrides of a command line, which may stand in any order, as in Hydra.
 * @throws UsageError for an unknown flag, a missing or wrong value, or an unknown command.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const parsed = parser().parseSync(argv.map(longFlag));
  const words = parsed._.map(String);
  const command = findCommand(words);
  const flags = OPTIONS.flatMap(({ name }) => {
    const value = parsed[name];
    return value === true || typeof value === "string" ? [[name, value] as const] : [];
  });
  return {
    flags: Object.fromEntries(flags),
    ...(command === undefined ? {} : { command: { name: command, words: words.slice(1) } }),
    overrides: command === undefined ? words : [],
  };
}

function parser() {
  const options: readonly Option[] = OPTIONS;
  const table = options.map(({ name, value, choices }) => [
    name,
    {
      type: value === undefined ? ("boolean" as const) : ("string" as const),
      ...(value === undefined ? {} : { requiresArg: true }),
      ...(choices === undefined ? {} : { choices }),
    },
  ]);
  return yargs()
    .help(false)
    .version(false)
    .options(Object.fromEntries(table))
    .string("_")
    .exitProcess(false)
    .strictOptions()
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "duplicate-arguments-array": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .fail((message, error) => {
      throw new UsageError(flagMessage(message || error.message));
    });
}

/** `-cp DIR` and `-cp=DIR`: yargs would take two letters behind one dash for two flags. */
function longFlag(word: string): string {
  const match = /^-([a-z]{1,2})(=.*)?$/.exec(word);
  if (match === null) return word;
  const options: readonly Option[] = OPTIONS;
  const option = options.find(({ short }) => short === match[1]);
  return option === undefined ? word : `--${option.name}${match[2] ?? ""}`;
}

function flagMessage(message: string): string {
  const unknown = /^Unknown arguments?: (\S+?),?( |$)/.exec(message)?.[1];
  if (unknown === undefined) return message;
  const near = nearestName(
    unknown,
    OPTIONS.map(({ name }) => name),
  );
  const dashes = unknown.length > 1 ? "--" : "-";
  return `Unknown flag ${dashes}${unknown}.${near === undefined ? "" : ` Did you mean --${near}?`}`;
}

function findCommand([first]: readonly string[]): CommandName | undefined {
  if (first === undefined || /[=+~]/.test(first)) return undefined;
  const names = COMMANDS.map(({ name }) => name);
  const found = names.find((name) => name === first);
  if (found !== undefined) return found;
  const near = nearestName(first, names);
  if (near !== undefined) throw new UsageError(`Unknown command '${first}'. Did you mean '${near}'?`);
  return undefined;
}
