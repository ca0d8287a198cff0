/** What stands between client and server, or the server itself, answers badly. */
import assert from "node:assert/strict";
import { deliverTo, expectComplete, expectExactly, type Fault, type Ground, runDirectory } from "../fault.js";
import { type Doing, faultyProxy, PASS } from "../faulty-proxy.js";

/** Does a thing the first time that a call comes, and passes it on then; a hung call is given up after 2 s. */
async function firstOfEach(ground: Ground, doing: Doing, isMeant = /./): Promise<void> {
  const decide = (call: string, before: number) => (before === 0 && isMeant.test(call) ? doing : PASS);
  const proxy = await faultyProxy(ground.server.url, decide);
  try {
    const directory = await runDirectory(ground);
    const env = { MLFLOW_HTTP_REQUEST_TIMEOUT: "2" };
    expectComplete(await deliverTo(proxy.url, directory, { env }));
    await expectExactly(ground, directory);
  } finally {
    await proxy.close();
  }
}

const page = "<html><body>One moment, please</body></html>";
const html = { "content-type": "text/html" };
const ANSWERS: readonly (readonly [name: string, doing: Doing, isQuick: boolean])[] = [
  ["500 without sense", { do: "answer", status: 500, body: "oh" }, true],
  ["503", { do: "answer", status: 503 }, false],
  ["429 with Retry-After", { do: "answer", status: 429, headers: { "retry-after": "1" } }, true],
  ["502 with a page", { do: "answer", status: 502, body: page, headers: html }, false],
  ["nothing: the connection is cut", { do: "cut", afterBytes: 1 }, false],
  ["nothing, though the server has done it", { do: "lose" }, true],
];

export const badAnswers: readonly Fault[] = [
  ...ANSWERS.map(([name, doing, isQuick]) => ({
    name: `the first of each call gets ${name}`,
    isQuick,
    attempt: (ground: Ground) => firstOfEach(ground, doing),
  })),
  ...[
    ["a page as if all were well", page],
    ["an empty body", ""],
  ].map(([name, body]) => ({
    name: `the first of each call that has an answer to read gets ${name}`,
    isQuick: true,
    // A PUT of a file is answered with 200 and nothing: what lies in between cannot be told from the server there.
    attempt: (ground: Ground) =>
      firstOfEach(ground, { do: "answer", status: 200, body: body ?? "", headers: html }, /^(GET|POST)/),
  })),
  {
    name: "the first of each call gets nothing at all: it hangs",
    isQuick: true,
    attempt: (ground: Ground) => firstOfEach(ground, { do: "hang" }),
  },
  {
    name: "the password is wrong from the middle on, and right again later",
    isQuick: true,
    attempt: async (ground) => {
      let isBarred = true;
      const decide = (call: string, before: number): Doing =>
        isBarred && /log-batch|PUT/.test(call) && before > 0
          ? {
              do: "answer",
              status: 401,
              body: "You are not authenticated",
              headers: { "www-authenticate": "Basic" },
            }
          : PASS;
      await leftUntil(ground, decide, () => {
        isBarred = false;
      });
    },
  },
  {
    name: "the server says that its disk is full, and has room again later",
    isQuick: true,
    attempt: async (ground) => {
      let isFull = true;
      const body = JSON.stringify({ error_code: "INTERNAL_ERROR", message: "database or disk is full" });
      const decide = (call: string, before: number): Doing =>
        isFull && /log-batch|PUT/.test(call) && before > 0 ? { do: "answer", status: 500, body } : PASS;
      await leftUntil(ground, decide, () => {
        isFull = false;
      });
    },
  },
];

/** Delivers in vain, mends, and delivers the rest. */
async function leftUntil(
  ground: Ground,
  decide: (call: string, before: number) => Doing,
  mend: () => void,
): Promise<void> {
  const proxy = await faultyProxy(ground.server.url, decide);
  try {
    const directory = await runDirectory(ground);
    const report = await deliverTo(proxy.url, directory, { timeoutMs: 15_000 });
    assert.equal(report.complete, false);
    assert.ok(report.problem, "it says why");
    mend();
    expectComplete(await deliverTo(proxy.url, directory));
    await expectExactly(ground, directory);
  } finally {
    await proxy.close();
  }
}
