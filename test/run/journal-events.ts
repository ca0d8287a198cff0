import type { JournalEvent } from "../../src/run/journal/event.js";
import { readJournal } from "../../src/run/journal/read-journal.js";

/** @returns all events of a journal. */
export async function journalEvents(path: string, options: { after?: number } = {}): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for await (const event of readJournal(path, options)) events.push(event);
  return events;
}
