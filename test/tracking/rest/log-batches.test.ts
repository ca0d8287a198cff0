import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halves, logBatches, sizeOf } from "../../../src/tracking/rest/log-batches.js";
import type { LogBatch } from "../../../src/tracking/tracking-store.js";

function batch(params: number, tags: number, metrics: number, valueLength = 1): LogBatch {
  const value = "é".repeat(valueLength);
  return {
    params: Array.from({ length: params }, (_, at) => ({ key: `p${at}`, value })),
    tags: Array.from({ length: tags }, (_, at) => ({ key: `t${at}`, value })),
    metrics: Array.from({ length: metrics }, (_, at) => ({
      key: `m${at}`,
      value: at,
      timestamp: 0,
      step: 0,
    })),
  };
}

const joined = (parts: readonly LogBatch[]) => ({
  params: parts.flatMap((part) => part.params),
  tags: parts.flatMap((part) => part.tags),
  metrics: parts.flatMap((part) => part.metrics),
});

describe("logBatches", () => {
  it("keeps every entry in its order and every limit of log-batch", () => {
    const count = fc.integer({ min: 0, max: 1500 });
    fc.assert(
      fc.property(
        count,
        count,
        fc.integer({ min: 0, max: 4000 }),
        fc.constantFrom(0, 10, 8000),
        (...sizes) => {
          const whole = batch(...sizes);
          const parts = logBatches(whole);
          expect(joined(parts)).toEqual(whole);
          for (const part of parts) {
            expect(part.metrics.length).toBeLessThanOrEqual(1000);
            expect(part.params.length).toBeLessThanOrEqual(100);
            expect(part.tags.length).toBeLessThanOrEqual(100);
            expect(sizeOf(part)).toBeLessThanOrEqual(1000);
            expect(Buffer.byteLength(JSON.stringify({ run_id: "0".repeat(32), ...part }))).toBeLessThan(1e6);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("sends nothing for an empty batch", () => {
    expect(logBatches(batch(0, 0, 0))).toEqual([]);
  });
});

describe("halves", () => {
  it("gives two smaller batches with the same entries", () => {
    const whole = batch(3, 2, 4);
    const [first, second] = halves(whole);
    expect([sizeOf(first), sizeOf(second)]).toEqual([5, 4]);
    expect(joined([first, second])).toEqual(whole);
  });
});
