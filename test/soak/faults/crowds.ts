/** Many runs at once, and files larger than memory should grow: in processes of their own. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { projectRoot } from "../../shared.js";
import { expectExactly, type Fault, type Ground, points, runDirectory } from "../fault.js";
import { differences } from "../server-counts.js";

const PROCESSES = 8;
const MEBIBYTE = 2 ** 20;
const MAX_GROWTH_MIB = 150;

interface Told {
  /** What is left of which run, and why. */
  readonly problems: readonly string[];
  /** Peak of the process's memory over what it had before, MiB. */
  readonly growth: number;
}

/** Delivers run directories at once, in a process of their own. */
async function deliverApart(url: string, directories: readonly string[]): Promise<Told> {
  const script = join(projectRoot, "test/soak/deliver-runs.ts");
  const { stdout } = await execa(process.execPath, ["--import", "tsx", script, url, ...directories], {
    cwd: projectRoot,
  });
  return JSON.parse(stdout) as Told;
}

async function manyRuns(ground: Ground): Promise<void> {
  const each = ground.isSoak ? 25 : 3;
  const groups: string[][] = [];
  for (let process = 0; process < PROCESSES; process++) {
    const group: string[] = [];
    for (let run = 0; run < each; run++) group.push(await runDirectory(ground, points(50), {}));
    groups.push(group);
  }
  const told = await Promise.all(groups.map((group) => deliverApart(ground.server.url, group)));
  assert.deepEqual(
    told.flatMap(({ problems }) => problems),
    [],
  );
  for (const directory of groups.flat())
    assert.deepEqual(await differences(ground.server.url, directory), []);
}

async function largeFile(ground: Ground): Promise<void> {
  const directory = await runDirectory(ground, points(10), {});
  const file = await open(join(directory, "large.bin"), "w");
  const block = randomBytes(MEBIBYTE);
  for (let count = 0; count < (ground.isSoak ? 2048 : 200); count++) await file.write(block);
  await file.close();
  const { problems, growth } = await deliverApart(ground.server.url, [directory]);
  assert.deepEqual(problems, []);
  assert.ok(growth < MAX_GROWTH_MIB, `its memory grew by ${Math.round(growth)} MiB`);
  await expectExactly(ground, directory);
}

export const crowds: readonly Fault[] = [
  { name: "many runs at once from 8 processes, two hundred in the soak", isQuick: true, attempt: manyRuns },
  { name: "a file of 200 MB, 2 GB in the soak, in bounded memory", isQuick: true, attempt: largeFile },
];
