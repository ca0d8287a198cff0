import { expect, it } from "vitest";
import { resultsTable } from "../../../src/cli/screen/results-table.js";
import type { ResultRow, RunResults } from "../../../src/report/run-results.js";

function shown(...rows: ResultRow[]): string {
  const results: RunResults = {
    name: "run",
    operationMode: "chain_eqe",
    command: [],
    status: "FINISHED",
    rows,
    artifacts: [],
    stages: [],
  };
  return resultsTable(results, (_style, text) => text);
}

it("stands before, after and change in columns of their own", () => {
  const size = { label: "model file", unit: "KiB", before: 400, after: 100 };
  expect(shown(size, { label: "images", unit: "", after: 32 })).toBe(
    [
      "             before    after   change", //
      "model file  400 KiB  100 KiB  -75.0 %",
      "images                    32",
    ].join("\n"),
  );
});

it("shows the values of a lone stage without columns that would be empty", () => {
  expect(shown({ label: "mean OKS", unit: "%", after: 56.23 })).toBe("mean OKS  56.23 %");
});

it("is nothing for a run that found nothing", () => {
  expect(shown()).toBe("");
});
