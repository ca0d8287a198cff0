import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inTurn } from "../../../src/tracking/rest/in-turn.js";

describe("inTurn", () => {
  it("does one thing after the other for a server, failures included", async () => {
    const told: string[] = [];
    const work = (name: string, fails = false) =>
      inTurn("http://a", async () => {
        told.push(`${name} begins`);
        await sleep(2);
        told.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });

    const results = await Promise.allSettled([work("1"), work("2", true), work("3")]);

    expect(told).toEqual(["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("lets servers be asked side by side", async () => {
    let answer = () => {};
    const first = inTurn("http://a", () => new Promise<void>((resolve) => (answer = resolve)));

    expect(await inTurn("http://b", async () => "b")).toBe("b");
    answer();
    await first;
  });

  it("ends the waiting when the signal fires, and keeps the order of the others", async () => {
    const abort = new AbortController();
    let answer = () => {};
    const first = inTurn("http://a", () => new Promise<string>((resolve) => (answer = () => resolve("1"))));
    const second = inTurn("http://a", async () => "2", abort.signal);
    let isThirdDone = false;
    const third = inTurn("http://a", async () => {
      isThirdDone = true;
    });

    abort.abort();
    await expect(second).rejects.toMatchObject({ code: "aborted" });
    await sleep(2);
    expect(isThirdDone).toBe(false);
    answer();
    expect(await first).toBe("1");
    await third;
    expect(isThirdDone).toBe(true);
  });
});
