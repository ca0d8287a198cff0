/** What a run holds is odd, large or much. */
import assert from "node:assert/strict";
import type { JournalBody } from "../../../src/run/journal/event.js";
import { metric, param, START_TIME } from "../../tracking/run-directory.js";
import {
  deliverTo,
  expectComplete,
  expectExactly,
  type Fault,
  type Ground,
  PATIENCE_MS,
  points,
  runDirectory,
} from "../fault.js";

async function delivered(
  ground: Ground,
  bodies: readonly JournalBody[],
  files: Readonly<Record<string, string>> = {},
) {
  const directory = await runDirectory(ground, bodies, files);
  const report = await deliverTo(ground.server.url, directory);
  expectComplete(report);
  await expectExactly(ground, directory);
  return report;
}

const HOUR_MS = 3_600_000;
const ODD_NAMES = [
  "two words.txt",
  "hash#tag.txt",
  "per%41cent.txt",
  "déjà vu é.txt",
  "日本.txt",
  "a+b&c=d;e.txt",
];

export const oddValues: readonly Fault[] = [
  {
    name: "metrics are NaN and infinite",
    isQuick: true,
    attempt: async (ground) => {
      await delivered(ground, [
        metric("odd", "NaN"),
        metric("high", "Infinity"),
        metric("low", "-Infinity", 3),
      ]);
    },
  },
  {
    name: "thirty thousand metrics, a million in the soak",
    isQuick: true,
    attempt: async (ground) => {
      const directory = await runDirectory(ground, points(ground.isSoak ? 1_000_000 : 30_000), {});
      const timeoutMs = ground.isSoak ? HOUR_MS : PATIENCE_MS;
      expectComplete(await deliverTo(ground.server.url, directory, { timeoutMs }));
      await expectExactly(ground, directory, timeoutMs);
    },
  },
  {
    name: "a param has 1 MB",
    isQuick: true,
    attempt: async (ground) => {
      const { warnings } = await delivered(ground, [param("long", "x".repeat(1_000_000))]);
      assert.match(warnings.join("\n"), /long.*1000000/);
    },
  },
  {
    name: "names of files have spaces, #, %41 and accents",
    isQuick: true,
    attempt: async (ground) => {
      const files = ODD_NAMES.map((name, index) => [`folder é/${name}`, "x".repeat(index + 1)]);
      await delivered(ground, points(10), Object.fromEntries(files));
    },
  },
  {
    name: "the clock is set back by an hour in the middle",
    isQuick: true,
    attempt: async (ground) => {
      const at = (step: number, timestamp: number) => ({ ...metric("loss", step, step), timestamp });
      const before = [0, 1, 2].map((step) => at(step, START_TIME + 10_000 + step));
      const after = [3, 4, 5].map((step) => at(step, START_TIME - 3_600_000 + step));
      await delivered(ground, [...before, ...after, at(6, START_TIME + 10_000)]);
    },
  },
];
