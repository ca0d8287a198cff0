/** `npx tsx bench/completion.ts`: what the shell waits for at a press of the Tab key, above bare node. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleApp } from "./bundle-app.js";
import { type Command, markdownTable, measure } from "./measure.js";

const ROUNDS = 15;
/** CPU seconds above bare node. */
const BUDGET = 0.05;
const LINES = { "config keys": "app db.", "options of a group": "app db=", "a new word": "app db=mysql " };

const folder = mkdtempSync(join(tmpdir(), "completion-bench-"));
try {
  report();
} finally {
  rmSync(folder, { recursive: true });
}

function report(): void {
  mkdirSync(join(folder, "db"));
  writeFileSync(join(folder, "config.yaml"), "defaults: [{db: mysql}]\nname: app\n");
  writeFileSync(join(folder, "db", "mysql.yaml"), "driver: mysql\nport: 3306\n");
  const program = bundleApp(folder);
  const queries = Object.entries(LINES).map(([name, line]): Command => {
    return { name, argv: ["env", `COMP_LINE=${line}`, ...program, "-sc", "query=bash"], cwd: folder };
  });
  const bare = { name: "bare node", argv: ["env", process.execPath, "-e", "0"] };
  const figures = measure([...queries, bare], ROUNDS);
  console.log(markdownTable(figures));
  const floor = figures.at(-1)?.cpu ?? Number.NaN;
  const most = Math.max(...figures.map(({ cpu }) => cpu - floor));
  console.log(`\nAt most ${(most * 1e3).toFixed(0)} ms of CPU above bare node, of ${BUDGET * 1e3} allowed.`);
  if (!(most <= BUDGET)) process.exitCode = 1;
}
