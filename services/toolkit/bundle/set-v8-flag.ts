/** The newest V8, that of Node 26, with which flags were tried. */
const NEWEST = 14;

/**
 * Sets a flag of V8 for this process. Flags come and go, and V8 complains on stderr of one that it does not know: of a V8
 * that it was not tried with nothing is asked.
 *
 * @param newest the last V8 that knows the flag
 */
export function setV8Flag(flag: string, newest = NEWEST): void {
  const version = Number.parseInt(process.versions.v8, 10);
  if (version <= newest) process.getBuiltinModule("node:v8").setFlagsFromString(flag);
}
