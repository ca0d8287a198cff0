import { didYouMean } from "../../nearest-name.js";
import type { Flag } from "./flag.js";
import { UsageError } from "./usage-error.js";

/** A word of the command line that is a flag. */
export interface FlagWord {
  readonly flag: Flag;
  /** What stands behind `=`, or right behind a short form of one letter (`-cjob`). */
  readonly attached?: string;
  /** Whether `attached` may be more short flags: it stood behind a single dash without `=`. */
  readonly joined?: boolean;
}

const NEGATIVE_NUMBER = /^-\d+$|^-\d*\.\d+$/;

/**
 * Reads one word as Python's argparse does: a long flag may be shortened to any beginning that fits one flag alone.
 * @returns the flag, or undefined when the word is none: it does not begin with a dash, is a negative number or
 * contains a space.
 * @throws UsageError for a word that fits several flags, or looks like a flag and fits none.
 */
export function matchFlag(word: string, flags: readonly Flag[]): FlagWord | undefined {
  if (!word.startsWith("-") || word === "-") return undefined;
  const named = exact(word, flags);
  if (named !== undefined) return { flag: named };
  const equals = word.indexOf("=");
  const head = equals === -1 ? word : word.slice(0, equals);
  const attached = equals === -1 ? {} : { attached: word.slice(equals + 1) };
  const before = equals === -1 ? undefined : exact(head, flags);
  if (before !== undefined) return { flag: before, ...attached };

  const found = word.startsWith("--")
    ? flags.filter(({ name }) => `--${name}`.startsWith(head)).map((flag) => ({ flag, ...attached }))
    : shortMatches(word, flags);
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  if (only !== undefined) {
    const names = found.map(({ flag }) => `--${flag.name}`).join(", ");
    throw new UsageError(`ambiguous option: ${word} could match ${names}`);
  }
  if (NEGATIVE_NUMBER.test(word) || word.includes(" ")) return undefined;
  const names = flags.map(({ name }) => `--${name}`);
  throw new UsageError(`unrecognized arguments: ${word}${didYouMean(head, names)}`);
}

function exact(word: string, flags: readonly Flag[]): Flag | undefined {
  return flags.find(
    ({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`),
  );
}

function shortMatches(word: string, flags: readonly Flag[]): FlagWord[] {
  return flags.flatMap((flag) => {
    const { short } = flag;
    if (short === undefined) return [];
    if (word.slice(1, 2) === short) return [{ flag, attached: word.slice(2), joined: true }];
    return `-${short}`.startsWith(word) ? [{ flag }] : [];
  });
}
