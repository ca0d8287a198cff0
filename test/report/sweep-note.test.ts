import { expect, it } from "vitest";
import { sweepCsv, sweepNote } from "../../src/report/sweep-note.js";
import { sweepResults } from "../../src/report/sweep-results.js";

const results = sweepResults([
  {
    overrides: ["quantization.granularity=per_tensor", "seed=1"],
    results: {
      name: "0",
      operationMode: "quantization",
      command: [],
      status: "FINISHED",
      rows: [{ label: "model file", unit: "KiB", after: 1234.5 }],
      artifacts: [],
      stages: [],
    },
    end: "finished",
  },
  { overrides: ['quantization.granularity="a,|b"', "seed=1"], end: "failed" },
]);

it("tells the jobs of a sweep as a Markdown table, what all have alike left out", () => {
  expect(sweepNote(results, ["stm32ai_main", "-m", "a=1,2 3"]).split("\n")).toEqual([
    "**2 jobs**, 1 failed",
    "",
    "| # | quantization.granularity | model file [KiB] |  |",
    "| ---: | --- | ---: | --- |",
    "| 0 | per_tensor | 1,234.5 |  |",
    '| 1 | "a,\\|b" |  | failed |',
    "",
    "To repeat it:",
    "",
    "```sh",
    "stm32ai_main -m 'a=1,2 3'",
    "```",
  ]);
});

it("tells them as comma-separated values, numbers as they are", () => {
  expect(sweepCsv(results)).toBe(
    'job,quantization.granularity,model file [KiB],status\n0,per_tensor,1234.5,finished\n1,"""a,|b""",,failed\n',
  );
});
