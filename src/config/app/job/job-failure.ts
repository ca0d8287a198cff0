/** A task failed: what it threw is the cause. */
export class JobFailure extends Error {
  override readonly name = "JobFailure";
  readonly overrides: readonly string[];

  constructor(overrides: readonly string[], cause: unknown) {
    super("A job failed", { cause });
    this.overrides = overrides;
  }
}
