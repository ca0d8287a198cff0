import { type Cursor, END, isBreak, isBreakOrEnd, isSpaceOrBreakOrEnd, shown } from "./cursor.js";
import type { Token } from "./token.js";

/** A literal (`|`) or folded (`>`) block scalar inside a block of the given indent. */
export function scanBlock(cursor: Cursor, parentIndent: number): Token {
  const origin = cursor.origin();
  const folded = cursor.peek() === ">";
  cursor.index++;
  const { chomp, increment } = takeHeader(cursor);
  const least = Math.max(parentIndent + 1, 1);
  const lead = increment === undefined ? takeLead(cursor) : undefined;
  const indent = lead === undefined ? least + (increment ?? 1) - 1 : Math.max(least, lead.indent);
  let breaks = lead?.breaks ?? takeBreaks(cursor, indent);
  const chunks: string[] = [];
  let lineBreak = "";
  while (cursor.column === indent && cursor.peek() !== END) {
    chunks.push(breaks);
    const indented = isBlank(cursor.peek());
    chunks.push(takeLine(cursor));
    lineBreak = cursor.takeBreak();
    breaks = takeBreaks(cursor, indent);
    if (cursor.column !== indent || cursor.peek() === END) break;
    if (!folded || lineBreak !== "\n" || indented || isBlank(cursor.peek())) chunks.push(lineBreak);
    else if (breaks === "") chunks.push(" ");
  }
  if (chomp !== "strip") chunks.push(lineBreak);
  if (chomp === "keep") chunks.push(breaks);
  return { type: "scalar", value: chunks.join(""), origin };
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}

function takeHeader(cursor: Cursor): { chomp: "clip" | "strip" | "keep"; increment: number | undefined } {
  let chomp = takeChomp(cursor);
  const increment = takeIncrement(cursor);
  if (chomp === "clip" && increment !== undefined) chomp = takeChomp(cursor);
  if (!isSpaceOrBreakOrEnd(cursor.peek()))
    cursor.fail(`Expected an indicator of a block text, but found ${shown(cursor.peek())}`);
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.peek())) cursor.fail(`Expected a line break, but found ${shown(cursor.peek())}`);
  cursor.takeBreak();
  return { chomp, increment };
}

function takeChomp(cursor: Cursor): "clip" | "strip" | "keep" {
  const character = cursor.peek();
  if (character !== "+" && character !== "-") return "clip";
  cursor.index++;
  return character === "+" ? "keep" : "strip";
}

function takeIncrement(cursor: Cursor): number | undefined {
  const character = cursor.peek();
  if (character < "0" || character > "9") return undefined;
  if (character === "0") cursor.fail("The indentation of a block text is 1 to 9");
  cursor.index++;
  return Number(character);
}

function takeLine(cursor: Cursor): string {
  let end = cursor.index;
  while (end < cursor.text.length && !isBreak(cursor.text.charAt(end))) end++;
  return cursor.takeTo(end);
}

/** The empty lines in front of the text, and the deepest indentation up to its first line. */
function takeLead(cursor: Cursor): { breaks: string; indent: number } {
  let breaks = "";
  let indent = 0;
  for (;;) {
    cursor.skipSpaces();
    indent = Math.max(indent, cursor.column);
    const found = cursor.takeBreak();
    if (found === "") return { breaks, indent };
    breaks += found;
  }
}

function takeBreaks(cursor: Cursor, indent: number): string {
  let breaks = "";
  for (;;) {
    while (cursor.column < indent && cursor.peek() === " ") cursor.index++;
    const found = cursor.takeBreak();
    if (found === "") return breaks;
    breaks += found;
  }
}
