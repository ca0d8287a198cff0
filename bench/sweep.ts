/**
 * What one job of a sweep costs when its task does nothing: whole processes with many jobs, less those with one.
 * `npx tsx bench/sweep.ts [PYTHON with hydra-core]`
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleApp } from "./bundle-app.js";
import { type Command, measure } from "./measure.js";

const ROUNDS = 3;
const JOBS = 51;
/** Share of Hydra's basic launcher that a job may cost. */
const TARGET = 0.1;
const HYDRA_APP = `import hydra
@hydra.main(version_base=None, config_path=".", config_name="config")
def main(cfg):
    pass
main()
`;

const python = process.argv[2] ?? process.env.PYTHON ?? "python3";
const folder = mkdtempSync(join(tmpdir(), "sweep-bench-"));
try {
  writeFileSync(join(folder, "config.yaml"), "a: 1\nb: {c: word, d: 2.5}\n");
  writeFileSync(join(folder, "app.py"), HYDRA_APP);
  report();
} finally {
  rmSync(folder, { recursive: true });
}

function report(): void {
  const commands = [
    ...pair("here", bundleApp(folder)),
    ...pair("Hydra's basic launcher", [python, "app.py"]),
  ];
  const [one, many, hydraOne, hydraMany] = measure(commands, ROUNDS).map(({ cpu }) => cpu);
  const here = perJob(one, many);
  const hydra = perJob(hydraOne, hydraMany);
  console.log("| a job that does nothing | CPU ms |\n| --- | ---: |");
  console.log(
    `| Hydra's basic launcher | ${(hydra * 1e3).toFixed(2)} |\n| here | ${(here * 1e3).toFixed(2)} |`,
  );
  console.log(`\nRatio ${(here / hydra).toFixed(3)}, at most ${TARGET}.`);
  if (!(here / hydra <= TARGET)) process.exitCode = 1;
}

function pair(name: string, program: readonly string[]): Command[] {
  return [1, JOBS].map((jobs) => {
    const argv = [...program, "-m", `a=range(${jobs})`];
    return { name: `${name}, ${jobs} jobs`, argv, cwd: folder };
  });
}

function perJob(one = Number.NaN, many = Number.NaN): number {
  return (many - one) / (JOBS - 1);
}
