import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshCursor, loadCursor, saveCursor } from "../../../src/tracking/delivery/cursor.js";
import { temporaryFolder } from "../run-directory.js";

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the cursor of a delivery", () => {
  it("is found again by store and journal, beside those of other stores", async () => {
    await saveCursor(folder, { ...freshCursor("http://one", "j"), bytes: 1 });
    await saveCursor(folder, { ...freshCursor("http://two", "j"), bytes: 2 });
    expect(loadCursor(folder, "http://one", "j").bytes).toBe(1);
    expect(loadCursor(folder, "http://two", "j").bytes).toBe(2);
    expect(loadCursor(folder, "http://two", "another").bytes).toBe(0);
  });

  it("leaves nothing behind when it cannot be written, however often that is tried", async () => {
    await mkdir(join(folder, ".tracking.json"));
    for (const _ of [1, 2, 3])
      await expect(async () => saveCursor(folder, freshCursor("http://one", "j"))).rejects.toThrow();
    expect(await readdir(folder)).toEqual([".tracking.json"]);
  });
});
