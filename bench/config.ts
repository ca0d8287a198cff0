/**
 * The configuration language against Hydra 1.3 in one run, warm, by CPU time.
 * `npx tsx bench/config.ts [PYTHON with hydra-core]`
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compose } from "../src/config/compose.js";
import { parseOverrides } from "../src/config/overrides/parse.js";
import { expandSweep, type JobOverrides } from "../src/config/overrides/sweep.js";
import { median } from "./measure.js";

const COUNT = 200;
const OVERRIDES = 10_000;
const WARM_UP = 10;
const ROUNDS = 31;
/** 10 × 10 × 100 jobs. */
const SWEEP = ["a=range(10)", "b=choice(p,q,r,s,t,u,v,w,x,y)", "c=range(0,10,0.1)", "d=fixed"];
const ENDLESS = ["a=range(1000000000)", "b=1,2"];

type Work = "keys" | "groups" | "parse" | "sweep";
const WORKS: readonly { readonly work: Work; readonly name: string; readonly target: number }[] = [
  { work: "keys", name: `compose() of ${COUNT} keys`, target: 15 },
  { work: "groups", name: `compose() of ${COUNT} groups`, target: 15 },
  { work: "parse", name: `parsing ${OVERRIDES} overrides`, target: 15 },
  { work: "sweep", name: "expanding a sweep of 10000 jobs", target: 1 },
];

const python = process.argv[2] ?? process.env.PYTHON ?? "python3";
const folder = mkdtempSync(join(tmpdir(), "config-bench-"));
try {
  writeConfigs();
  report();
} finally {
  rmSync(folder, { recursive: true });
}

function report(): void {
  const overrides = overrideTexts();
  const theirs = hydraFigures(overrides);
  const sweep = parseOverrides(SWEEP);
  const ours: Readonly<Record<Work, number>> = {
    keys: cpuOf(() => composeNamed("keys")),
    groups: cpuOf(() => composeNamed("groups")),
    parse: cpuOf(() => parseOverrides(overrides)),
    sweep: cpuOf(() => [...expandSweep(sweep).jobs].length),
  };
  console.log(
    "| CPU, warm | Hydra ms | here ms | times faster | target |\n| --- | ---: | ---: | ---: | ---: |",
  );
  for (const { work, name, target } of WORKS) {
    const ratio = theirs[work] / ours[work];
    const figures = [theirs[work] * 1e3, ours[work] * 1e3].map((ms) => ms.toFixed(2));
    console.log(`| ${name} | ${figures.join(" | ")} | ${ratio.toFixed(1)} | ${target} |`);
    if (ratio < target) process.exitCode = 1;
  }
  const first = cpuOf(() => firstJob(sweep));
  const endless = parseOverrides(ENDLESS);
  const ofEndless = cpuOf(() => firstJob(endless));
  console.log(
    `\nThe first job of 10000: ${toMicroseconds(first)}; of 2000000000: ${toMicroseconds(ofEndless)}.`,
  );
}

function writeConfigs(): void {
  const indices = Array.from({ length: COUNT }, (_, index) => index);
  const value = (index: number) =>
    [`${index}`, `${index}.5`, `word ${index}`, "true", `\${key_0}`][index % 5];
  writeFileSync(
    join(folder, "keys.yaml"),
    indices.map((index) => `key_${index}: ${value(index)}\n`).join(""),
  );
  const defaults = indices.map((index) => `  - group_${index}: option\n`);
  writeFileSync(join(folder, "groups.yaml"), `defaults:\n${defaults.join("")}`);
  for (const index of indices) {
    mkdirSync(join(folder, `group_${index}`));
    writeFileSync(join(folder, `group_${index}`, "option.yaml"), `name: option\nvalue: ${index}\n`);
  }
}

function overrideTexts(): string[] {
  const kinds = [
    (index: number) => `key_${index}=${index}`,
    (index: number) => `+model.layers.${index}.rate=${index / 1000}`,
    (index: number) => `db@backup_${index}=postgresql`,
    (index: number) => `++list_${index}=[1,two,{three:3.5}]`,
    (index: number) => `text_${index}='a quoted ${index}'`,
    (index: number) => `~gone_${index}`,
    (index: number) => `path_${index}=\${oc.env:HOME}/data/${index}`,
    (index: number) => `seed_${index}=1,2,3`,
    (index: number) => `size_${index}=range(1,10)`,
    (index: number) => `flag_${index}=true`,
  ];
  return Array.from({ length: OVERRIDES }, (_, index) => kinds[index % kinds.length]?.(index) ?? "");
}

function hydraFigures(overrides: readonly string[]): Record<Work, number> {
  const script = fileURLToPath(new URL("config-hydra.py", import.meta.url));
  const input = JSON.stringify({ folder, overrides, sweep: SWEEP });
  return JSON.parse(execFileSync(python, [script], { input, encoding: "utf8" }));
}

function composeNamed(configName: string): void {
  compose({ searchPath: [{ provider: "main", path: `file://${folder}` }], configName, overrides: [] });
}

function firstJob(sweep: ReturnType<typeof parseOverrides>): JobOverrides | undefined {
  for (const job of expandSweep(sweep).jobs) return job;
  return undefined;
}

/** @returns the median of user and system CPU seconds. */
function cpuOf(work: () => unknown): number {
  const samples: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) samples.push((user + system) / 1e6);
  }
  return median(samples);
}

function toMicroseconds(seconds: number): string {
  return `${(seconds * 1e6).toFixed(0)} µs`;
}
