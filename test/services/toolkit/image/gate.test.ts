import { describe, expect, it } from "vitest";
import { gate } from "../../../../services/toolkit/image/gate.js";

describe("gate", () => {
  it("lets so many tasks run at a time, in order, whether they fail or not", async () => {
    const enter = gate(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4].map((i) =>
        enter(async () => {
          started.push(i);
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
          if (i === 1) throw new Error("failed");
          return i;
        }),
      ),
    );
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
  });
});
