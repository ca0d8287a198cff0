/** The disk of the server is full: a real one, which takes a superuser to make. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mlflowServer } from "../../tracking/mlflow-server.js";
import { deliverTo, expectComplete, expectExactly, type Fault, points, runDirectory } from "../fault.js";

const DISK_MIB = 40;
/** What a run leaves of the disk for its metrics: less than they need. */
const ROOM_KIB = 300;

/** @returns a small disk of its own, mounted below a folder; undefined where we may not mount. */
function smallDisk(folder: string): { readonly path: string; remove(): void } | undefined {
  const path = mkdtempSync(join(folder, "disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MIB}m`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { path, remove: () => execFileSync("umount", ["-l", path]) };
}

export const fullDisk: readonly Fault[] = [
  {
    name: "the disk of the server is full (where one can be mounted), and has room again later",
    isQuick: false,
    attempt: async (ground) => {
      const disk = smallDisk(ground.folder);
      if (disk === undefined) return;
      mkdirSync(join(disk.path, "artifacts"));
      const store = ["--backend-store-uri", `sqlite:///${join(disk.path, "mlflow.db")}`];
      const files = ["--artifacts-destination", join(disk.path, "artifacts")];
      const server = await mlflowServer([...store, ...files], ground.folder);
      const ballast = join(disk.path, "ballast");
      try {
        await server.start();
        fillUp(disk.path, ballast);
        const directory = await runDirectory(ground, points(20_000), { "large.bin": randomBytes(4_000_000) });
        const report = await deliverTo(server.url, directory, { timeoutMs: 30_000 });
        assert.equal(report.complete, false);
        assert.ok(report.problem, "it says why");
        rmSync(ballast);
        expectComplete(await deliverTo(server.url, directory));
        await expectExactly({ server }, directory);
      } finally {
        await server.kill();
        disk.remove();
      }
    },
  },
];

/** Leaves a little room, which the run's metrics fill. */
function fillUp(disk: string, ballast: string): void {
  const [, line = ""] = execFileSync("df", ["-k", disk], { encoding: "utf8" }).split("\n");
  const freeKib = Number(line.trim().split(/\s+/)[3]);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, freeKib - ROOM_KIB) * 1024));
}
