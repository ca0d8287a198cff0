/** A command line that cannot be read: the program prints its usage and ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
