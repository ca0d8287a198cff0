import { ConfigError } from "../error.js";
import type { Origin } from "../nodes/node.js";

/** As far as Hydra looks for a header. */
const HEADER_LENGTH = 512;
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/**
 * @returns the package that the `# @package` line at the top of a config asks for; undefined without one.
 * Only lines `# @key value` and empty lines may stand above it.
 * @throws ConfigError when a line of the header has no value, or more than one.
 */
export function packageHeader(text: string, source: string): string | undefined {
  const start = text.slice(0, HEADER_LENGTH);
  if (!start.includes("@")) return undefined;
  let found: string | undefined;
  for (const [index, raw] of start.split(LINE_BREAK).entries()) {
    const line = raw.trim();
    if (line === "" && !raw.includes("\ufeff")) continue;
    if (raw.startsWith("\ufeff") || !/^#\s*@/.test(line)) break;
    const [key = "", value, more] = line.replace(/^#+/, "").trim().split(/ +/);
    const origin: Origin = { type: "file", path: source, line: index + 1, column: 1 };
    if (value === undefined)
      throw new ConfigError("composition", `Expected header format: KEY VALUE, got '${key}'`, { origin });
    if (more !== undefined)
      throw new ConfigError("composition", `Too many components in '${line}'`, { origin });
    if (key === "@package") found = value;
  }
  return found;
}
