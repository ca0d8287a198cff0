import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { formatDuration } from "../../src/log/format-duration.js";
import { openRunLog } from "../../src/log/run-log.js";
import type { JournalBody } from "../../src/run/journal/event.js";
import { diskTest, onFullDisk } from "../full-disk.js";

const time = new Date(2026, 0, 31, 12, 0, 0, 7).getTime();

async function logged(...bodies: JournalBody[]): Promise<{ file: string; screen: string }> {
  const path = join(mkdtempSync(join(tmpdir(), "log-")), "stm32ai_main.log");
  const stream = new PassThrough();
  const log = openRunLog({
    file: path,
    screen: { stream, style: ({ source, text }) => `${source}: ${text}` },
  });
  for (const [index, body] of bodies.entries()) log.read({ ...body, seq: index + 1, time });
  await log.close();
  return { file: readFileSync(path, "utf8"), screen: String(stream.read() ?? "") };
}

describe("the run's log", () => {
  it("has one line an event, as Hydra writes them, all there when it is closed", async () => {
    const { file } = await logged(
      { type: "stage_started", stage: "1_evaluation" },
      { type: "log", stage: "1_evaluation", level: "warn", message: "one\ntwo" },
    );
    expect(file).toBe(
      [
        "[2026-01-31 12:00:00,007][1_evaluation][INFO] - started",
        "[2026-01-31 12:00:00,007][1_evaluation][WARN] - one",
        "[2026-01-31 12:00:00,007][1_evaluation][WARN] - two",
        "",
      ].join("\n"),
    );
  });

  it("shows on the screen what is worth it and keeps details to the file", async () => {
    const { file, screen } = await logged(
      { type: "param", key: "seed", value: "1" },
      { type: "log", level: "info", message: "hello" },
    );
    expect(screen).toBe("stm32ai_main: hello\n");
    expect(file).toContain("seed: 1");
  });

  diskTest("that a full disk does not take can be closed", async () => {
    const { file } = await onFullDisk(60, () =>
      logged(
        { type: "log", level: "info", message: "x".repeat(80) },
        { type: "stage_started", stage: "1_a" },
      ),
    );
    expect(file).toHaveLength(60);
  });
});

it.each([
  [420, "0.42 s"],
  [12_345, "12.3 s"],
  [184_000, "3 min 04 s"],
  [7_500_000, "2 h 05 min"],
])("formatDuration(%d) is %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
