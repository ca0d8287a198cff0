import { describe, expect, it } from "vitest";
import { formatChange } from "../../src/report/format-value.js";
import { runNote } from "../../src/report/note.js";
import { runResults } from "../../src/report/run-results.js";
import type { JournalBody, JournalEvent } from "../../src/run/journal/event.js";

const started: JournalBody = {
  type: "run_started",
  run_id: "r1",
  name: "2026_01_31_12_00_00",
  project_name: "pose",
  operation_mode: "chain_eqe",
  stages: [
    { id: "1_evaluation", service: "evaluation" },
    { id: "2_quantization", service: "quantization" },
    { id: "3_evaluation", service: "evaluation" },
  ],
  command: ["stm32ai_main", "--config-name", "a b.yaml", "x='1'"],
  user: "me",
  version: "1.0.0",
};

function journal(...bodies: JournalBody[]): JournalEvent[] {
  return bodies.map((body, index) => ({ ...body, seq: index + 1, time: index }));
}

describe("runResults", () => {
  it("joins what two stages tell under one label into before and after", () => {
    const { rows } = runResults(
      journal(
        started,
        { type: "summary", stage: "1_evaluation", rows: [{ label: "mean OKS", value: 95.9, unit: "%" }] },
        { type: "summary", stage: "3_evaluation", rows: [{ label: "mean OKS", value: 95.4, unit: "%" }] },
      ),
    );
    expect(rows).toEqual([{ label: "mean OKS", unit: "%", before: 95.9, after: 95.4 }]);
  });

  it("knows no last value while the second of two stages has not told it", () => {
    const told: JournalBody = {
      type: "summary",
      stage: "1_evaluation",
      rows: [{ label: "mean OKS", value: 95.9, unit: "%" }],
    };
    const failed: JournalBody = { type: "run_finished", status: "FAILED", duration_ms: 1 };
    expect(runResults(journal(started, told, failed)).rows).toEqual([
      { label: "mean OKS", unit: "%", before: 95.9 },
    ]);
    const finished: JournalBody = { ...failed, status: "FINISHED" };
    expect(runResults(journal(started, told, finished)).rows).toEqual([
      { label: "mean OKS", unit: "%", after: 95.9 },
    ]);
  });

  it("takes before and after from one stage that tells both", () => {
    const row = { label: "model size", before: 400, value: 100, unit: "KiB" };
    const { rows } = runResults(journal(started, { type: "summary", stage: "2_quantization", rows: [row] }));
    expect(rows).toEqual([{ label: "model size", unit: "KiB", before: 400, after: 100 }]);
  });

  it("keeps the last artifact of a name and the run's end", () => {
    const { artifacts, status, error } = runResults(
      journal(
        started,
        { type: "artifact", stage: "1", name: "model", path: "a.onnx", kind: "file" },
        { type: "artifact", stage: "2", name: "model", path: "b.onnx", kind: "file" },
        { type: "run_finished", status: "FAILED", duration_ms: 1, error: { code: "x", message: "no" } },
      ),
    );
    expect({ artifacts, status, error }).toEqual({
      artifacts: [{ name: "model", path: "b.onnx" }],
      status: "FAILED",
      error: "no",
    });
  });
});

describe("formatChange", () => {
  it.each([
    [{ label: "", unit: "%", before: 95.9, after: 95.4 }, "-0.50 points"],
    [{ label: "", unit: "KiB", before: 400, after: 100 }, "-75.0 %"],
    [{ label: "", unit: "ms", before: 10, after: 12 }, "+20.0 %"],
    [{ label: "", unit: "KiB", before: 0, after: 1 }, ""],
    [{ label: "", unit: "", before: 32, after: 32 }, ""],
    [{ label: "", unit: "KiB", after: 1 }, ""],
  ])("%j is %j", (row, text) => {
    expect(formatChange(row)).toBe(text);
  });
});

describe("runNote", () => {
  it("has the table, the artifacts and the command as a shell reads it", () => {
    const note = runNote(
      runResults(
        journal(
          started,
          {
            type: "summary",
            stage: "2",
            rows: [{ label: "size | total", before: 400, value: 100, unit: "KiB" }],
          },
          { type: "artifact", stage: "2", name: "model", path: "q/m.onnx", kind: "file" },
        ),
      ),
    );
    expect(note).toContain("| size \\| total | 400 KiB | 100 KiB | -75.0 % |");
    expect(note).toContain("- model: `q/m.onnx`");
    expect(note).toContain("stm32ai_main --config-name 'a b.yaml' 'x='\\''1'\\'''");
  });
});
