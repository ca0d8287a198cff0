/** A failure inside the parser: what is wrong at which index. `parseOverride` turns it into a ConfigError. */
export class GrammarError extends Error {
  readonly at: number | undefined;
  /** What could have stood there, or what to write instead. */
  readonly hint: string | undefined;

  constructor(message: string, place: { readonly at?: number; readonly hint?: string } = {}) {
    super(message);
    this.at = place.at;
    this.hint = place.hint;
  }
}
