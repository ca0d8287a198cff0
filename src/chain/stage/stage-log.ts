/** `stage.log`: what a stage's process writes to stdout and stderr, without its secrets. */
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { redactor } from "../redactor.js";

const TAIL_BYTES = 8 * 1024;

export class StageLog {
  readonly #file: number;
  readonly #redact: (text: string) => string;
  /** As long as the longest secret's beginning can be: it is written when more has come. */
  readonly #heldBytes: number;
  #held = "";

  constructor(path: string, secrets: readonly string[]) {
    // Bytes pass as latin1 text, one character each, whatever their encoding is.
    const bytes = secrets.map((secret) => Buffer.from(secret, "utf8").toString("latin1"));
    this.#file = openSync(path, "a+");
    this.#redact = redactor(bytes);
    this.#heldBytes = Math.max(0, ...bytes.map((secret) => secret.length - 1));
  }

  write(bytes: Uint8Array): void {
    const text = this.#redact(this.#held + Buffer.from(bytes).toString("latin1"));
    const end = text.length - this.#heldBytes;
    this.#held = text.slice(Math.max(0, end));
    if (end > 0) this.#append(text.slice(0, end));
  }

  /** @returns the last lines that were written, at most `count`. */
  tail(count: number): readonly string[] {
    this.#flush();
    const { size } = fstatSync(this.#file);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(this.#file, bytes, 0, bytes.length, size - bytes.length);
    return bytes
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .slice(-count)
      .filter((line) => line !== "");
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    this.#append(this.#held);
    this.#held = "";
  }

  #append(text: string): void {
    try {
      writeSync(this.#file, Buffer.from(text, "latin1"));
    } catch {
      // A full disk must not end the program from a stream's callback: the journal meets it too, and tells.
    }
  }
}
