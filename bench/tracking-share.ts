/**
 * What MLflow costs a `chain_qb` on the embedded sample: the command with tracking against itself without, in turns.
 * `npx tsx bench/tracking-share.ts [ROUNDS] [SERVER]`: the local store, and a server when its address is given.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, measure } from "./measure.js";

const MOST_SHARE = 0.05;

const [rounds = "9", server] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "bench-share-"));
const program = fileURLToPath(new URL("../dist/bin/stm32ai_main.cjs", import.meta.url));
const chain = (name: string, ...overrides: readonly string[]): Command => ({
  name,
  argv: [process.execPath, program, "--config-name", "chain_qb_config.yaml", ...overrides],
  cwd: folder,
  // Each keeps compiled what it needs, as for somebody who always runs so.
  env: { XDG_CACHE_HOME: join(folder, name) },
});
const commands = [
  chain("without tracking", "mlflow.enabled=false"),
  chain("local store", "mlflow.uri=./mlruns"),
  ...(server === undefined ? [] : [chain("server", `mlflow.uri=${server}`)]),
];
try {
  const [without, ...tracked] = measure(commands, Number(rounds));
  console.log("| chain_qb on the sample | CPU s | share of tracking |\n| --- | ---: | ---: |");
  console.log(`| without tracking | ${without?.cpu.toFixed(3)} | |`);
  for (const { name, cpu } of tracked) {
    const share = 1 - (without?.cpu ?? Number.NaN) / cpu;
    const verdict = share <= MOST_SHARE ? "within" : "NOT within";
    console.log(`| ${name} | ${cpu.toFixed(3)} | ${(share * 100).toFixed(1)} % (${verdict} 5 %) |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
