import { createReadStream } from "node:fs";
import { type JournalEvent, parseJournalLine } from "./event.js";

/**
 * Reads a journal from its beginning, in memory that does not grow with it. A last line that was cut short, as a
 * kill leaves it, is left out.
 *
 * @param after only events with a greater `seq`
 * @throws Error when a line before the last is no event, and a system error when there is no such file.
 */
export async function* readJournal(path: string, { after = 0 } = {}): AsyncGenerator<JournalEvent> {
  let number = 0;
  let broken: number | undefined;
  for await (const line of lines(path)) {
    number++;
    if (broken !== undefined) throw new Error(`${path}:${broken}: this line is no event of a journal.`);
    const event = parseJournalLine(line);
    if (event === undefined) broken = number;
    else if (event.seq > after) yield event;
  }
}

/** Node's readline takes U+2028 for the end of a line too, which JSON text may hold. */
async function* lines(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(path, "utf8")) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}
