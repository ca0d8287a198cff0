import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StageEvents } from "../../../../services/toolkit/service/stage-events.js";
import { temporaryFolder } from "../../../chain/rig.js";
import { diskTest, onFullDisk } from "../../../full-disk.js";

/** @returns the events that are written while `act` runs by a clock of its own. */
function written(act: (events: StageEvents, clock: { now: number }) => void): unknown[] {
  const path = join(temporaryFolder(), "events.jsonl");
  const clock = { now: 1000.4 };
  const events = new StageEvents(path, () => clock.now);
  act(events, clock);
  events.close();
  const lines = readFileSync(path, "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line));
}

test("a metric has an integer timestamp, and values that JSON cannot carry are text", () => {
  const events = written((emit) => {
    emit.metric("loss", Number.NaN);
    emit.metric("loss", Number.NEGATIVE_INFINITY, { step: 3, timestamp: 5.9 });
    emit.metric("loss", 0.25, { step: 4 });
  });
  expect(events).toEqual([
    { type: "metric", key: "loss", value: "NaN", step: 0, timestamp: 1000 },
    { type: "metric", key: "loss", value: "-Infinity", step: 3, timestamp: 5 },
    { type: "metric", key: "loss", value: 0.25, step: 4, timestamp: 1000 },
  ]);
});

test("progress comes at most ten times a second, and the last always", () => {
  const events = written((emit, clock) => {
    for (let done = 1; done <= 100; done++) {
      emit.progress(done, 100, "images");
      clock.now += 9;
    }
  });
  expect(events.length).toBeLessThanOrEqual(11);
  expect(events[0]).toEqual({ type: "progress", done: 1, total: 100, unit: "images" });
  expect(events.at(-1)).toEqual({ type: "progress", done: 100, total: 100, unit: "images" });
});

test("progress that was held back comes before any other event, and before the end", () => {
  const events = written((emit) => {
    emit.progress(1, 9, "images");
    emit.progress(2, 9, "images");
    emit.log("warn", "a blurred one");
    emit.progress(3, 9, "images");
  });
  expect(events).toMatchObject([{ done: 1 }, { done: 2 }, { message: "a blurred one" }, { done: 3 }]);
});

test("params, artifacts and summaries are written as the protocol says", () => {
  const events = written((emit) => {
    emit.param("opset", "17");
    emit.artifact("model", "out/model.onnx");
    emit.artifact("dump", "out", "folder");
    emit.summary([
      { label: "OKS", value: Number.NaN },
      { label: "Flash", value: 1.5, unit: "KiB" },
    ]);
    emit.done({ ok: true });
  });
  expect(events).toEqual([
    { type: "param", key: "opset", value: "17" },
    { type: "artifact", name: "model", path: "out/model.onnx", kind: "file" },
    { type: "artifact", name: "dump", path: "out", kind: "folder" },
    {
      type: "summary",
      rows: [
        { label: "OKS", value: "NaN" },
        { label: "Flash", value: 1.5, unit: "KiB" },
      ],
    },
    { type: "done", ok: true },
  ]);
});

diskTest("an event that a full disk cuts short is made whole before the next one", async () => {
  const path = join(temporaryFolder(), "events.jsonl");
  const events = new StageEvents(path);
  await onFullDisk(20, () => expect(() => events.param("opset", "17")).toThrow("EFBIG"));
  expect(readFileSync(path)).toHaveLength(20);
  events.error({ code: "io_error", message: "The disk is full." });
  events.close();
  expect(readFileSync(path, "utf8")).toBe(
    '{"type":"param","key":"opset","value":"17"}\n' +
      '{"type":"error","code":"io_error","message":"The disk is full."}\n',
  );
});
