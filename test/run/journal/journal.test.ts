import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Journal } from "../../../src/run/journal/journal.js";
import { temporaryFolder } from "../../chain/rig.js";
import { diskTest, onFullDisk } from "../../full-disk.js";
import { journalEvents } from "../journal-events.js";

function log(message: string) {
  return { type: "log", level: "info", message } as const;
}

function journalOf(path: string, messages: readonly string[]): Journal {
  const journal = new Journal(path, () => 1700000000000.7);
  for (const message of messages) journal.append(log(message));
  return journal;
}

test("events are numbered, timed in whole milliseconds, and one line each", () => {
  const path = join(temporaryFolder(), "run.jsonl");
  const journal = journalOf(path, ["a", "b\nc"]);
  journal.sync();
  journal.close();
  expect(readFileSync(path, "utf8")).toBe(
    '{"seq":1,"time":1700000000000,"type":"log","level":"info","message":"a"}\n' +
      '{"seq":2,"time":1700000000000,"type":"log","level":"info","message":"b\\nc"}\n',
  );
});

test("a reader goes on after a number, and passes over a last line that was cut short", async () => {
  const path = join(temporaryFolder(), "run.jsonl");
  journalOf(path, ["a", "b"]).close();
  appendFileSync(path, '{"seq":3,"time":1,"type":"lo');
  const events = await journalEvents(path, { after: 1 });
  expect(events.map(({ seq }) => seq)).toEqual([2]);
});

test("text may hold every character, the line separators of Unicode among them", async () => {
  const path = join(temporaryFolder(), "run.jsonl");
  const message = "a\u2028b\u2029c\r\nd\u0085e";
  journalOf(path, [message, "next"]).close();
  expect(await journalEvents(path)).toMatchObject([{ message }, { message: "next" }]);
});

test("a journal that is not there is told", async () => {
  await expect(journalEvents("/no/such/run.jsonl")).rejects.toThrow("ENOENT");
});

test("a line before the last that is no event is told with its number", async () => {
  const path = join(temporaryFolder(), "run.jsonl");
  writeFileSync(path, 'what\n{"seq":2,"time":1,"type":"log"}\n');
  await expect(journalEvents(path)).rejects.toThrow(`${path}:1:`);
});

test("whatever a kill cuts off, the journal goes on without a gap", async () => {
  const path = join(temporaryFolder(), "run.jsonl");
  const messages = fc.array(fc.string({ unit: "grapheme", maxLength: 40 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(messages, fc.nat(), async (texts, cut) => {
      writeFileSync(path, "");
      journalOf(path, texts).close();
      const { length } = readFileSync(path);
      truncateSync(path, cut % (length + 1));
      const kept = (await journalEvents(path)).length;
      const journal = journalOf(path, ["after"]);
      journal.close();
      const events = await journalEvents(path);
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: kept + 1 }, (_, index) => index + 1));
      expect(events.at(-1)).toMatchObject({ message: "after" });
    }),
    { numRuns: 60 },
  );
});

test.each(['{"my":"precious data"}\n', '{"my":1}\n{"my":2}\n', '{"seq":1,"my":1}\n', "x", "\n"])(
  "a file that is no journal is left as it is: %j",
  (text) => {
    const path = join(temporaryFolder(), "run.jsonl");
    writeFileSync(path, text);
    expect(() => new Journal(path)).toThrow(`${path} is no journal of a run`);
    expect(readFileSync(path, "utf8")).toBe(text);
  },
);

diskTest("an event that a full disk cuts short is taken back, and the next one is whole", async () => {
  const path = join(temporaryFolder(), "run.jsonl");
  const journal = journalOf(path, ["a"]);
  const before = readFileSync(path);
  await onFullDisk(before.length + 20, () => expect(() => journal.append(log("lost"))).toThrow("EFBIG"));
  expect(readFileSync(path)).toEqual(before);
  journal.append(log("b"));
  journal.close();
  expect(await journalEvents(path)).toMatchObject([
    { seq: 1, message: "a" },
    { seq: 2, message: "b" },
  ]);
});

test("a torn line longer than any buffer, and zeros of a power cut, are cut off", async () => {
  const path = join(temporaryFolder(), "run.jsonl");
  journalOf(path, ["a"]).close();
  appendFileSync(path, Buffer.alloc(300_000));
  appendFileSync(path, `\n{"seq":2,"message":"${"x".repeat(300_000)}`);
  const journal = journalOf(path, ["b"]);
  expect(journal.seq).toBe(2);
  journal.close();
  expect(await journalEvents(path)).toMatchObject([{ message: "a" }, { message: "b" }]);
});
