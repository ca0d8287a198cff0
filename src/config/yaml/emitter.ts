const WIDTH = 80;

/** The page that YAML is written on: what stands there, and where the next character goes. */
export class Emitter {
  readonly #chunks: string[] = [];
  /** Characters so far: the place of the next one in the text. */
  length = 0;
  /** Indent of the lines that are begun from now on. */
  indent = 0;
  column = 0;
  /** Whether the last character was a space or a line break. */
  #whitespace = true;
  /** Whether the line holds nothing but indentation and indicators so far. */
  indention = true;

  text(): string {
    return this.#chunks.join("");
  }

  /** Writes a mark such as `-` or `:`, after a space where one is needed. */
  indicator(mark: string, { space = false, indention = false } = {}): void {
    const text = space && !this.#whitespace ? ` ${mark}` : mark;
    this.#put(text);
    this.column += text.length;
    this.#whitespace = false;
    this.indention &&= indention;
  }

  /** Writes characters; the length is in code points. */
  write(text: string, length = text.length): void {
    this.#put(text);
    this.column += length;
  }

  /** Separates a plain scalar from what is before it. */
  beginPlain(): void {
    if (!this.#whitespace) this.write(" ");
    this.resume();
  }

  /** What follows continues the content of a line. */
  resume(): void {
    this.#whitespace = false;
    this.indention = false;
  }

  /** Begins a line at the indent, unless the line is there already. */
  beginLine(): void {
    if (!this.indention || this.column > this.indent || (this.column === this.indent && !this.#whitespace))
      this.lineBreak();
    if (this.column >= this.indent) return;
    this.#whitespace = true;
    this.#put(" ".repeat(this.indent - this.column));
    this.column = this.indent;
  }

  lineBreak(text = "\n"): void {
    this.#put(text);
    this.#whitespace = true;
    this.indention = true;
    this.column = 0;
  }

  /** Whether a text that begins here may be folded. */
  isFull(ahead = 0): boolean {
    return this.column + ahead > WIDTH;
  }

  /** Whether a whole text fits into the line, so that folding need not be looked at. */
  fits(length: number): boolean {
    return this.column + length < WIDTH;
  }

  #put(text: string): void {
    this.#chunks.push(text);
    this.length += text.length;
  }
}
