import { type Cursor, isBlankOrEnd, isBreak } from "./cursor.js";
import type { Token } from "./token.js";

const BLANK = codes("\0 \t\r\n\x85\u2028\u2029");
const FLOW_END = codes(",?[]{}");
const AFTER_COLON_IN_FLOW = codes(",[]{}");
const COLON = 58;

function codes(characters: string): ReadonlySet<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)));
}

export interface PlainScan {
  readonly token: Token;
  /** Whether the scan ended at the beginning of a line, where a key may follow. */
  readonly lineBegins: boolean;
}

/** A scalar without quotes, over as many lines as are indented deeper than the block around it. */
export function scanPlain(
  cursor: Cursor,
  parentIndent: number,
  { inFlow }: { readonly inFlow: boolean },
): PlainScan {
  const origin = cursor.origin();
  let value = "";
  let spaces = "";
  let lineBegins = false;
  while (cursor.peek() !== "#") {
    const end = wordEnd(cursor, inFlow);
    if (end === cursor.index) break;
    value += spaces + cursor.takeTo(end);
    const line = cursor.line;
    spaces = takeSpaces(cursor);
    lineBegins = cursor.line !== line;
    if (spaces === "" || cursor.peek() === "#" || (!inFlow && cursor.column <= parentIndent)) break;
  }
  return { token: { type: "scalar", value, origin, plain: true }, lineBegins };
}

function wordEnd({ text, index }: Cursor, inFlow: boolean): number {
  let end = index;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (BLANK.has(code) || (inFlow && FLOW_END.has(code))) return end;
    if (code !== COLON) continue;
    const next = end + 1 < text.length ? text.charCodeAt(end + 1) : 0;
    if (BLANK.has(next) || (inFlow && AFTER_COLON_IN_FLOW.has(next))) return end;
  }
  return end;
}

/** @returns the space between two words: one line break is a space, more are kept but the first. */
function takeSpaces(cursor: Cursor): string {
  const start = cursor.index;
  cursor.skipSpaces();
  if (!isBreak(cursor.peek())) return cursor.text.slice(start, cursor.index);
  const first = cursor.takeBreak();
  let breaks = "";
  for (;;) {
    if (cursor.column === 0 && cursor.atDocumentMarker()) return "";
    cursor.skipSpaces();
    const found = cursor.takeBreak();
    if (found === "") break;
    breaks += found;
  }
  if (first !== "\n") return first + breaks;
  return breaks === "" ? " " : breaks;
}

/** @returns whether a plain scalar may begin at the cursor. */
export function startsPlain(cursor: Cursor, { inFlow }: { readonly inFlow: boolean }): boolean {
  const character = cursor.peek();
  if (!isBlankOrEnd(character) && !"-?:,[]{}#&*!|>'\"%@`".includes(character)) return true;
  const alone = isBlankOrEnd(cursor.peek(1));
  return !alone && (character === "-" || (!inFlow && (character === "?" || character === ":")));
}
