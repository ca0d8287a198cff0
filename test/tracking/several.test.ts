import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { several } from "../../src/tracking/several.js";

describe("several things at a time", () => {
  test("each is worked on once, begun in order, never more than the most at a time", async () => {
    const begun: number[] = [];
    let running = 0;
    let mostRunning = 0;
    await several(Array.from({ length: 20 }).keys(), 4, async (thing) => {
      begun.push(thing);
      mostRunning = Math.max(mostRunning, ++running);
      await sleep(10);
      running -= 1;
    });
    expect(begun).toEqual([...Array(20).keys()]);
    expect(mostRunning).toBe(4);
  });

  test("the first ones are begun apart: a server's connections are not opened at one moment", async () => {
    const times: number[] = [];
    await several([1, 2, 3], 3, async () => {
      times.push(performance.now());
      await sleep(50);
    });
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThan(1);
    expect(third - second).toBeGreaterThan(1);
  });

  test("things may come one by one, while others are worked on", async () => {
    async function* slowly() {
      for (const name of ["a", "b", "c"]) {
        await sleep(2);
        yield name;
      }
    }
    const done: string[] = [];
    await several(slowly(), 2, async (name) => {
      done.push(name);
    });
    expect(done.sort()).toEqual(["a", "b", "c"]);
  });

  test("after an error nothing is begun, and what was begun has ended when it is thrown", async () => {
    const begun: number[] = [];
    let ended = 0;
    const all = several([0, 1, 2, 3, 4, 5], 2, async (thing) => {
      begun.push(thing);
      if (thing === 0) {
        await sleep(10);
        throw new Error("no place left");
      }
      await sleep(30);
      ended += 1;
    });
    await expect(all).rejects.toThrow("no place left");
    expect(begun).toEqual([0, 1]);
    expect(ended).toBe(1);
  });

  test("an error of the things themselves is thrown, too", async () => {
    async function* broken() {
      yield "a";
      throw new Error("the folder is gone");
    }
    await expect(several(broken(), 3, async () => undefined)).rejects.toThrow("the folder is gone");
  });
});
