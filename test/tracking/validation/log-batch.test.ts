import { describe, expect, it } from "vitest";
import { checkLogBatch } from "../../../src/tracking/validation/log-batch.js";
import { cutText } from "../../../src/tracking/validation/text.js";

const point = { key: "loss", value: 1, timestamp: 1_767_225_600_000, step: 0 };

function check(metric: object): () => void {
  return () => checkLogBatch({ params: [], tags: [], metrics: [{ ...point, ...metric }] });
}

describe("checkLogBatch", () => {
  it.each([{}, { value: "NaN" }, { value: "-Infinity" }, { step: -3 }, { value: -1e300 }])(
    "takes %j",
    (metric) => {
      expect(check(metric)).not.toThrow();
    },
  );

  it.each([
    [{ timestamp: 1_767_225_600_000.5 }, /"loss".*timestamp must be integer milliseconds/],
    [{ timestamp: 2 ** 60 }, /timestamp/],
    [{ step: 0.5 }, /"loss".*step must be an integer/],
    [{ value: Number.NaN }, /"loss".*finite number, "NaN"/],
    [{ value: "12" }, /finite number/],
    [{ key: "a[0]" }, /metric name "a\[0\]" is not one that MLflow takes/],
  ])("refuses %j, which a server would answer with 200 and drop", (metric, message) => {
    expect(check(metric)).toThrow(message);
  });

  it("refuses a parameter that is no text", () => {
    const params = [{ key: "seed", value: 7 as unknown as string }];
    expect(() => checkLogBatch({ params, tags: [], metrics: [] })).toThrow(/parameter "seed" must be text/);
  });
});

describe("cutText", () => {
  it("counts characters as Python does and never halves one", () => {
    expect(cutText("😀😀😀", 2)).toBe("😀😀");
    expect(cutText("😀😀😀", 3)).toBe("😀😀😀");
    expect(cutText("abc", 2)).toBe("ab");
  });
});
