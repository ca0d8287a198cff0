import { checkDepth } from "../nodes/depth.js";
import type { Origin } from "../nodes/node.js";
import { Cursor, END, isBlankOrEnd, shown } from "./cursor.js";
import { scanBlock } from "./scan-block.js";
import { scanAnchor, scanDirective, scanTag } from "./scan-name.js";
import { scanPlain, startsPlain } from "./scan-plain.js";
import { scanQuoted } from "./scan-quoted.js";
import type { Token, TokenType } from "./token.js";

/** Longest distance between the start of a key without `?` and its colon. */
const KEY_LENGTH = 1024;

/** A token that is a key if a colon follows on its line. */
interface KeyCandidate {
  readonly level: number;
  readonly tokenNumber: number;
  readonly required: boolean;
  readonly index: number;
  readonly line: number;
  readonly column: number;
  readonly origin: Origin;
}

/**
 * Splits YAML 1.1 text into tokens with the rules (and the leniencies) of PyYAML, which OmegaConf reads with:
 * flow collections and quoted texts need no indentation, tabs separate nothing outside of quotes.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #queue: Token[] = [];
  readonly #indents: number[] = [];
  /** At most one a flow level, outermost first. */
  readonly #candidates: KeyCandidate[] = [];
  #taken = 0;
  #indent = -1;
  #flowLevel = 0;
  #keyAllowed = true;
  #done = false;

  constructor(text: string, source: string) {
    this.#cursor = new Cursor(text, source);
  }

  /** @returns the next token, which stays there. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    const [token] = this.#queue;
    return token ?? { type: "stream end", value: "", origin: this.#cursor.origin() };
  }

  take(): Token {
    const token = this.peek();
    this.#queue.shift();
    this.#taken++;
    return token;
  }

  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#queue.length === 0) return true;
    this.#dropStale();
    return this.#candidates[0]?.tokenNumber === this.#taken;
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#dropStale();
    this.#unwind(cursor.column);
    const character = cursor.peek();
    const atStart = cursor.column === 0;
    if (character === END && cursor.index >= cursor.text.length) this.#endStream();
    else if (atStart && character === "%") {
      this.#leaveBlocks();
      this.#queue.push(scanDirective(cursor));
    } else if (atStart && (character === "-" || character === ".") && cursor.atDocumentMarker()) {
      this.#leaveBlocks();
      this.#pushMark(character === "-" ? "document start" : "document end", 3);
    } else if (character === "[" || character === "{") this.#openFlow(character);
    else if (character === "]" || character === "}") this.#closeFlow(character);
    else if (character === ",") {
      this.#keyAllowed = true;
      this.#dropCandidate();
      this.#pushMark(",");
    } else if (character === "-" && isBlankOrEnd(cursor.peek(1))) this.#entry();
    else if (character === "?" && this.#indicates()) this.#key();
    else if (character === ":" && this.#indicates()) this.#value();
    else this.#content(character);
  }

  /** In flow, `?` and `:` need no space behind them. */
  #indicates(): boolean {
    return this.#flowLevel > 0 || isBlankOrEnd(this.#cursor.peek(1));
  }

  #content(character: string): void {
    const cursor = this.#cursor;
    const inFlow = this.#flowLevel > 0;
    if ((character === "|" || character === ">") && !inFlow) {
      this.#keyAllowed = true;
      this.#dropCandidate();
      this.#queue.push(scanBlock(cursor, this.#indent));
      return;
    }
    this.#saveCandidate();
    this.#keyAllowed = false;
    if (character === "*" || character === "&") this.#queue.push(scanAnchor(cursor));
    else if (character === "!") this.#queue.push(scanTag(cursor));
    else if (character === "'" || character === '"') this.#queue.push(scanQuoted(cursor));
    else if (startsPlain(cursor, { inFlow })) {
      const { token, lineBegins } = scanPlain(cursor, this.#indent, { inFlow });
      this.#queue.push(token);
      this.#keyAllowed = lineBegins;
    } else cursor.fail(`Found ${shown(character)}, which cannot start any value`);
  }

  #skipToToken(): void {
    this.#cursor.skipByteOrderMark();
    do this.#cursor.skipComment();
    while (this.#skipBreak());
  }

  #skipBreak(): boolean {
    if (this.#cursor.takeBreak() === "") return false;
    if (this.#flowLevel === 0) this.#keyAllowed = true;
    return true;
  }

  /** Candidates grow younger towards the end: the stale ones are the first. */
  #dropStale(): void {
    for (let first = this.#candidates[0]; first !== undefined; first = this.#candidates[0]) {
      if (first.line === this.#cursor.line && this.#cursor.index - first.index <= KEY_LENGTH) return;
      this.#checkNotRequired(first);
      this.#candidates.shift();
    }
  }

  #saveCandidate(): void {
    if (!this.#keyAllowed) return;
    const { index, line, column } = this.#cursor;
    this.#dropCandidate();
    this.#candidates.push({
      level: this.#flowLevel,
      tokenNumber: this.#taken + this.#queue.length,
      required: this.#flowLevel === 0 && this.#indent === column,
      index,
      line,
      column,
      origin: this.#cursor.origin(),
    });
  }

  #dropCandidate(): void {
    const candidate = this.#candidates.at(-1);
    if (candidate?.level !== this.#flowLevel) return;
    this.#checkNotRequired(candidate);
    this.#candidates.pop();
  }

  #checkNotRequired({ required }: KeyCandidate): void {
    if (required) this.#cursor.fail("Expected ':' behind a key");
  }

  #unwind(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1;
      this.#push("block end");
    }
  }

  /** @returns whether a new block begins at the column. */
  #indentTo(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  #leaveBlocks(): void {
    this.#unwind(-1);
    this.#dropCandidate();
    this.#keyAllowed = false;
  }

  #endStream(): void {
    this.#leaveBlocks();
    this.#push("stream end");
    this.#done = true;
  }

  #openFlow(bracket: "[" | "{"): void {
    this.#saveCandidate();
    this.#flowLevel++;
    checkDepth(this.#flowLevel, this.#cursor.origin());
    this.#keyAllowed = true;
    this.#pushMark(bracket);
  }

  #closeFlow(bracket: "]" | "}"): void {
    this.#dropCandidate();
    this.#flowLevel = Math.max(this.#flowLevel - 1, 0);
    this.#keyAllowed = false;
    this.#pushMark(bracket);
  }

  #entry(): void {
    if (this.#flowLevel === 0) this.#beginBlock("block sequence start", "A list entry is not allowed here");
    this.#keyAllowed = true;
    this.#dropCandidate();
    this.#pushMark("-");
  }

  #key(): void {
    if (this.#flowLevel === 0) this.#beginBlock("block mapping start", "A key is not allowed here");
    this.#keyAllowed = this.#flowLevel === 0;
    this.#dropCandidate();
    this.#pushMark("?");
  }

  #beginBlock(type: TokenType, problem: string): void {
    if (!this.#keyAllowed) this.#cursor.fail(problem);
    if (this.#indentTo(this.#cursor.column)) this.#push(type);
  }

  #value(): void {
    const candidate = this.#candidates.at(-1);
    if (candidate?.level === this.#flowLevel) {
      this.#candidates.pop();
      const { origin, column } = candidate;
      const at = candidate.tokenNumber - this.#taken;
      const begins = this.#flowLevel === 0 && this.#indentTo(column);
      const key: Token = { type: "?", value: "", origin };
      this.#queue.splice(
        at,
        0,
        ...(begins ? [{ type: "block mapping start", value: "", origin } as const, key] : [key]),
      );
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) this.#beginBlock("block mapping start", "A mapping is not allowed here");
      this.#keyAllowed = this.#flowLevel === 0;
      this.#dropCandidate();
    }
    this.#pushMark(":");
  }

  #push(type: TokenType): void {
    this.#queue.push({ type, value: "", origin: this.#cursor.origin() });
  }

  #pushMark(type: TokenType, length = 1): void {
    this.#push(type);
    this.#cursor.index += length;
  }
}
