import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { followLines, MAX_LINE_BYTES } from "../../../src/chain/stage/follow-lines.js";
import { temporaryFolder } from "../rig.js";

function follow(path: string) {
  const lines: string[] = [];
  let tooLong = 0;
  const following = followLines(path, {
    onLine: (line) => lines.push(line),
    onTooLong: () => {
      tooLong++;
    },
  });
  return { lines, following, tooLong: () => tooLong };
}

test("a line is told as soon as its newline is there, without waiting for the end", async () => {
  const path = join(temporaryFolder(), "e.jsonl");
  writeFileSync(path, "");
  const told = new Promise<string>((resolve) => {
    const following = followLines(path, { onLine: resolve, onTooLong: () => {} });
    void Promise.resolve().then(() => appendFileSync(path, "first\nsec"));
    void setTimeout(() => following.finish(), 500);
  });
  expect(await told).toBe("first");
});

test("lines come whole and in order, however the writer cuts them", () => {
  const path = join(temporaryFolder(), "e.jsonl");
  const texts = fc.array(
    fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => text.trim() === text && !text.includes("\n")),
  );
  fc.assert(
    fc.property(texts, fc.nat({ max: 50 }), (expected, cut) => {
      const bytes = Buffer.from(expected.map((text) => `${text}\n`).join(""));
      writeFileSync(path, bytes.subarray(0, cut));
      const { lines, following } = follow(path);
      appendFileSync(path, bytes.subarray(cut));
      following.finish();
      expect(lines).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test("a line over the limit is dropped, and the next ones count, a last one without its newline too", () => {
  const path = join(temporaryFolder(), "e.jsonl");
  writeFileSync(path, `a\n${"x".repeat(MAX_LINE_BYTES + 1)}\n\n  b \nc`);
  const { lines, following, tooLong } = follow(path);
  following.finish();
  expect(lines).toEqual(["a", "b", "c"]);
  expect(tooLong()).toBe(1);
});
