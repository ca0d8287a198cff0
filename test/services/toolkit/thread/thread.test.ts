import { describe, expect, test } from "vitest";
import { leastLoaded } from "../../../../services/toolkit/thread/least-loaded.js";
import { Thread } from "../../../../services/toolkit/thread/thread.js";

/** A thread that runs this JavaScript for each message, after it has said what it opened. */
function threadThat(answers: string): Thread<number, number, string> {
  const program = `
    import { parentPort, workerData } from "node:worker_threads";
    parentPort.postMessage({ opened: workerData });
    parentPort.on("message", ({ id, task }) => { ${answers}; });
  `;
  return new Thread(new URL(`data:text/javascript,${encodeURIComponent(program)}`), "a model");
}

describe("a thread", () => {
  test("tells what it opened, and answers each task", async () => {
    const thread = threadThat("parentPort.postMessage({ id, result: 2 * task })");
    expect(await thread.opened).toBe("a model");
    expect(await Promise.all([thread.ask(1), thread.ask(2)])).toEqual([2, 4]);
    await thread.close();
  });

  test("has the tasks that are under way as its load", async () => {
    const thread = threadThat("parentPort.postMessage({ id, result: task })");
    const task = thread.ask(1);
    expect(thread.load).toBe(1);
    await task;
    expect(thread.load).toBe(0);
    await thread.close();
  });

  test.each([
    ["ends by itself", "process.exit()", "has ended"],
    ["breaks", 'throw new TypeError("x is no function")', "x is no function"],
  ])("that %s fails the tasks that wait, and those that come later", async (_, answers, message) => {
    const thread = threadThat(answers);
    const waiting = await Promise.allSettled([thread.ask(1), thread.ask(2)]);
    const refusal = {
      status: "rejected",
      reason: expect.objectContaining({ message: expect.stringContaining(message) }),
    };
    expect(waiting).toEqual([refusal, refusal]);
    await expect(thread.ask(3)).rejects.toThrow(message);
  });
});

test("the thread with the least to do is asked next", () => {
  const [busy, idle] = [{ load: 2 }, { load: 0 }];
  expect(leastLoaded([busy, idle, busy])).toBe(idle);
});
