/** An error that its user can mend: one block of text, no stack. */
export class CliError extends Error {
  readonly hint?: string;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "CliError";
    if (hint !== undefined) this.hint = hint;
  }
}
