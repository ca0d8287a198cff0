/** Lines kept: enough to hold what LiteRT says of one failure. */
const KEPT_LINES = 50;
/** The head of a line that tells of a failure, with the place in LiteRT's source. */
const ERROR_HEAD = /^ERROR:?\s*(\[[^\]]*\]\s*)?(\S+\.(cc|h):\d+\s+)?/;

/**
 * What LiteRT said of late. Its exceptions name a line of its source and its failed runs throw none at all: what went
 * wrong is in what it prints.
 */
export class RuntimeLog {
  #lines: string[] = [];

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  clear(): void {
    this.#lines = [];
  }

  /** @returns the errors since the last `clear`, in one line; undefined when there were none */
  get errors(): string | undefined {
    const errors = this.#lines.filter((line) => line.startsWith("ERROR")).map(withoutHead);
    const told = new Set(errors.filter((line) => line !== ""));
    return told.size === 0 ? undefined : [...told].join("; ");
  }

  /** @returns the errors since the last `clear`, else what was thrown. */
  reason(thrown: unknown): string {
    return this.errors ?? withoutHead(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** `ERROR: [model.cc:12] Bad.` → `Bad`. */
function withoutHead(line: string): string {
  return line.replace(ERROR_HEAD, "").trim().replace(/\.$/, "");
}
