/** One flag of a command line, as the parser, the usage line and the help read it. */
export interface Flag {
  readonly name: string;
  /** A short form behind a single dash, of one or two letters. */
  readonly short?: string;
  /** Name of the value in the usage line; a flag without one takes no value. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** The value of a flag that is given without its value, which it then may be. */
  readonly bare?: string;
  /** Nothing behind it is read: it does what it does, whatever else there is. */
  readonly ends?: true;
  readonly help: string;
}

/** @returns the flag as messages name it: `--cfg/-c`. */
export function flagNames({ name, short }: Flag): string {
  return short === undefined ? `--${name}` : `--${name}/-${short}`;
}
