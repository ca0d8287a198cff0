/** Thrown by a task to end the program at once with an exit code, as `SystemExit` does in Python. */
export class Exit extends Error {
  override readonly name = "Exit";
  readonly code: number;

  /** @param code 0 to 255. */
  constructor(code: number) {
    super(`Exit with code ${code}`);
    this.code = code;
  }
}
