/** `npx tsx bench/completion.ts`, after a build: what the shell waits for at a press of the Tab key, above bare node. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleApp } from "./bundle-app.js";
import { type Command, markdownTable, measure } from "./measure.js";

const ROUNDS = 15;
/** CPU seconds above bare node. */
const BUDGET = 0.05;
const LINES = { "config keys": "app db.", "options of a group": "app db=", "a new word": "app db=mysql " };
/** On the examples that come with the program. */
const OWN_LINES = {
  "stm32ai_main, config keys": "stm32ai_main general.",
  "stm32ai_main, options of a group": "stm32ai_main board=",
};
const root = fileURLToPath(new URL("..", import.meta.url));

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
  const own = [process.execPath, join(root, "dist/bin/stm32ai_main.cjs")];
  const queries = [...queriesTo(program, LINES), ...queriesTo(own, OWN_LINES)];
  const bare = { name: "bare node", argv: ["env", process.execPath, "-e", "0"] };
  const figures = measure([...queries, bare], ROUNDS);
  console.log(markdownTable(figures));
  const floor = figures.at(-1)?.cpu ?? Number.NaN;
  const most = Math.max(...figures.map(({ cpu }) => cpu - floor));
  console.log(`\nAt most ${(most * 1e3).toFixed(0)} ms of CPU above bare node, of ${BUDGET * 1e3} allowed.`);
  if (!(most <= BUDGET)) process.exitCode = 1;
}

function queriesTo(program: readonly string[], lines: Readonly<Record<string, string>>): Command[] {
  return Object.entries(lines).map(([name, line]) => ({
    name,
    argv: ["env", `COMP_LINE=${line}`, ...program, "-sc", "query=bash"],
    cwd: folder,
  }));
}
