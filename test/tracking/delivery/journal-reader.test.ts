import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journalIdentity, readJournal } from "../../../src/tracking/delivery/journal-reader.js";
import { metric, param, runStarted, START_TIME, TestJournal, temporaryFolder } from "../run-directory.js";

let folder: string;
let path: string;
let journal: TestJournal;

beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, "run.jsonl");
  journal = new TestJournal(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(start: number) {
  const seqs: number[] = [];
  let end = start;
  let unreadable = 0;
  for await (const chunk of readJournal(path, start)) {
    seqs.push(...chunk.events.map(({ seq }) => seq));
    end = chunk.end;
    unreadable += chunk.unreadable;
  }
  return { seqs, end, unreadable };
}

describe("readJournal", () => {
  it("reads on from where it stopped, a line that is still being written left for the next time", async () => {
    await journal.append(runStarted(), metric("a", 1));
    await appendFile(path, '{"type":"log","se');
    const first = await read(0);
    await appendFile(path, 'q":3,"time":5,"level":"info","message":"é"}\n');
    await journal.append(metric("b", 1));
    expect(first.seqs).toEqual([1, 2]);
    expect((await read(first.end)).seqs).toEqual([3, 3]);
  });

  it("reads lines longer than a chunk and journals of many chunks", async () => {
    await journal.append(runStarted(), param("long", "é".repeat(400_000)));
    await journal.append(...Array.from({ length: 5000 }, (_, step) => metric("loss", step, step)));
    expect((await read(0)).seqs).toEqual(Array.from({ length: 5002 }, (_, at) => at + 1));
  });

  it("counts lines that are no event and goes on", async () => {
    await journal.append(runStarted());
    await appendFile(path, 'garbage\n[1]\n{"type":"log"}\n\n');
    await journal.append(metric("a", 1));
    expect(await read(0)).toMatchObject({ seqs: [1, 2], unreadable: 3 });
  });

  it("finds nothing in a journal that is not there yet", async () => {
    expect(await read(0)).toEqual({ seqs: [], end: 0, unreadable: 0 });
  });
});

describe("journalIdentity", () => {
  it("tells journals apart by who began them and when", async () => {
    expect(await journalIdentity(path)).toBe("");
    await journal.append(runStarted({ run_id: "abc" }), metric("a", 1));
    expect(await journalIdentity(path)).toBe(`abc ${START_TIME + 1}`);
  });
});
