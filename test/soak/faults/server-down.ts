/** The server is killed and comes back. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  deliverTo,
  expectComplete,
  expectExactly,
  type Fault,
  type Ground,
  points,
  runDirectory,
} from "../fault.js";
import { type Doing, faultyProxy, PASS } from "../faulty-proxy.js";

/** Away for so long: the soak's is what the client must outlast. */
const AWAY_MS = { quick: 1000, soak: 60_000 };

/** Passes on everything, but kills the server when a call comes for the nth time, and starts it again later. */
async function killedAt(ground: Ground, pattern: RegExp, count: number, directory: string): Promise<void> {
  const { server, isSoak } = ground;
  let seen = 0;
  let restarted: Promise<void> | undefined;
  const decide = (call: string): Doing => {
    if (pattern.test(call)) seen += 1;
    if (seen === count && restarted === undefined) restarted = restart();
    return PASS;
  };
  const restart = async () => {
    await sleep(5);
    await server.kill();
    await sleep(isSoak ? AWAY_MS.soak : AWAY_MS.quick);
    await server.start();
  };
  const proxy = await faultyProxy(server.url, decide);
  try {
    expectComplete(await deliverTo(proxy.url, directory));
    await restarted;
    await expectExactly(ground, directory);
  } finally {
    await restarted;
    await proxy.close();
  }
}

export const serverDown: readonly Fault[] = [
  {
    name: "the server is killed -9 in the middle of a batch and comes back",
    isQuick: true,
    attempt: async (ground) =>
      killedAt(ground, /log-batch/, 3, await runDirectory(ground, points(ground.isSoak ? 20_000 : 6000))),
  },
  {
    name: "the server is killed -9 in the middle of an artifact and comes back",
    isQuick: false,
    attempt: async (ground) => {
      const files = { "large.bin": randomBytes(60_000_000), "small.txt": "small" };
      await killedAt(ground, /^PUT .*large/, 1, await runDirectory(ground, points(100), files));
    },
  },
];
