/** Anchors, aliases, tags and directives. */
import { type Cursor, isBlankOrEnd, isBreakOrEnd, isSpaceOrBreakOrEnd, shown } from "./cursor.js";
import type { Token } from "./token.js";

const NAME = /[0-9A-Za-z_-]*/y;
const URI = /[0-9A-Za-z\-;/?:@&=+$,_.!~*'()[\]%]*/y;
const AFTER_ANCHOR = "?:,]}%@`";

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.index;
  return cursor.takeTo(cursor.index + (pattern.exec(cursor.text)?.[0].length ?? 0));
}

export function scanAnchor(cursor: Cursor): Token {
  const origin = cursor.origin();
  const type = cursor.peek() === "*" ? "alias" : "anchor";
  cursor.index++;
  const value = take(cursor, NAME);
  const next = cursor.peek();
  if (value === "" || !(isBlankOrEnd(next) || AFTER_ANCHOR.includes(next)))
    cursor.fail(`Expected a letter or digit in the name of an ${type}, but found ${shown(next)}`);
  return { type, value, origin };
}

export function scanTag(cursor: Cursor): Token {
  const origin = cursor.origin();
  const next = cursor.peek(1);
  let handle: string | undefined;
  let value = "!";
  if (next === "<") {
    cursor.index += 2;
    value = takeUri(cursor);
    if (cursor.peek() !== ">") cursor.fail(`Expected '>' behind a tag, but found ${shown(cursor.peek())}`);
    cursor.index++;
  } else if (isBlankOrEnd(next)) cursor.index++;
  else {
    handle = hasHandle(cursor) ? takeHandle(cursor) : "!";
    if (handle === "!" && cursor.peek() === "!") cursor.index++;
    value = takeUri(cursor);
  }
  if (!isSpaceOrBreakOrEnd(cursor.peek()))
    cursor.fail(`Expected a space behind a tag, but found ${shown(cursor.peek())}`);
  return { type: "tag", value, handle, origin };
}

/** A second `!` in the same word ends a handle. */
function hasHandle(cursor: Cursor): boolean {
  for (let ahead = 1; !isSpaceOrBreakOrEnd(cursor.peek(ahead)); ahead++)
    if (cursor.peek(ahead) === "!") return true;
  return false;
}

function takeHandle(cursor: Cursor): string {
  if (cursor.peek() !== "!") cursor.fail(`Expected '!', but found ${shown(cursor.peek())}`);
  cursor.index++;
  if (cursor.peek() === " ") return "!";
  const name = take(cursor, NAME);
  if (cursor.peek() !== "!")
    cursor.fail(`Expected '!' behind a tag handle, but found ${shown(cursor.peek())}`);
  cursor.index++;
  return `!${name}!`;
}

function takeUri(cursor: Cursor): string {
  const text = take(cursor, URI);
  if (text === "") cursor.fail(`Expected a tag, but found ${shown(cursor.peek())}`);
  try {
    return decodeURIComponent(text);
  } catch {
    return cursor.fail(`Wrong escape in the tag '${text}'`);
  }
}

/** `%YAML 1.1`, `%TAG !h! prefix`, or another directive, which is skipped. */
export function scanDirective(cursor: Cursor): Token {
  const origin = cursor.origin();
  cursor.index++;
  const name = take(cursor, NAME);
  if (name === "" || !isSpaceOrBreakOrEnd(cursor.peek()))
    cursor.fail(`Expected the name of a directive, but found ${shown(cursor.peek())}`);
  const values = directiveValues(cursor, name);
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.peek()))
    cursor.fail(`Expected the end of a directive, but found ${shown(cursor.peek())}`);
  cursor.takeBreak();
  return { type: "directive", value: name, origin, ...values };
}

const VERSION = /[0-9]+\.[0-9]+/y;

function directiveValues(cursor: Cursor, name: string): { handle?: string; prefix?: string } {
  if (name !== "YAML" && name !== "TAG") {
    while (!isBreakOrEnd(cursor.peek())) cursor.index++;
    return {};
  }
  cursor.skipSpaces();
  if (name === "YAML") {
    const version = take(cursor, VERSION);
    if (version === "" || !isSpaceOrBreakOrEnd(cursor.peek())) cursor.fail("Expected a version such as 1.1");
    return { handle: version };
  }
  const handle = takeHandle(cursor);
  if (cursor.peek() !== " ") cursor.fail(`Expected a space, but found ${shown(cursor.peek())}`);
  cursor.skipSpaces();
  const prefix = takeUri(cursor);
  if (!isSpaceOrBreakOrEnd(cursor.peek())) cursor.fail(`Expected a space, but found ${shown(cursor.peek())}`);
  return { handle, prefix };
}
