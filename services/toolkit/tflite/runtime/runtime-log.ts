/** Lines kept: enough to hold what LiteRT says of one failure. */
const KEPT_LINES = 50;

/** What LiteRT said of late. Its exceptions name a line of its source; the reason is in what it prints before. */
export class RuntimeLog {
  #lines: string[] = [];

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  clear(): void {
    this.#lines = [];
  }

  /** @returns the errors since the last `clear`, without where in LiteRT's source they arose; else what was thrown. */
  reason(thrown: unknown): string {
    const errors = this.#lines.filter((line) => /^(ERROR|FATAL)\b/.test(line)).map(withoutPlace);
    const told = [...new Set(errors.filter((line) => line !== ""))];
    if (told.length > 0) return told.join("; ");
    return withoutPlace(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** `ERROR: [model.cc:12] Bad` → `Bad`. */
function withoutPlace(line: string): string {
  return line.replace(/^(ERROR|FATAL):?\s*(\[[^\]]*\])?\s*/, "").trim();
}
