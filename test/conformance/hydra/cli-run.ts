/** Runs the twin of the golden app in a private folder, in this process. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { myApp } from "../../fixtures/hydra-app/my-app.js";
import type { HydraCase } from "./case.js";

export interface CliOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Path to text, with placeholders for the folder and the configs; an empty folder's path ends with `/`. */
  readonly files: ReadonlyMap<string, string>;
}

/** @returns what a run of the case's command line gives; its folder is gone afterwards. */
export async function runCli(testCase: HydraCase, configs: string): Promise<CliOutcome> {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "hydra-cli-")));
  const real = (text: string) => text.replaceAll("<CWD>", cwd).replaceAll("<CONFIGS>", configs);
  const shown = (text: string) => stamped(text.replaceAll(cwd, "<CWD>").replaceAll(configs, "<CONFIGS>"));
  try {
    const { config_dir, argv, pre_argv } = testCase;
    if (typeof config_dir === "string") copyConfigs(join(configs, config_dir), join(cwd, "conf"), real);
    if (Array.isArray(pre_argv)) await call(testCase, pre_argv.map(String).map(real), cwd);
    const words = Array.isArray(argv) ? argv.map(String).map(real) : [];
    const { exitCode, stdout, stderr } = await call(testCase, words, cwd);
    rmSync(join(cwd, "conf"), { recursive: true, force: true });
    const files = new Map([...filesIn(cwd)].map(([path, text]) => [stamped(path), shown(text)]));
    return { exitCode, stdout: shown(stdout), stderr: shown(stderr), files };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

async function call({ env, mode, app_config_name, app_config_path }: HydraCase, argv: string[], cwd: string) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await myApp({
    argv,
    cwd,
    env: {
      GOLDEN_USER: "u_env",
      GOLDEN_MODE: String(mode),
      GOLDEN_CONFIG_NAME: String(app_config_name ?? "<none>"),
      GOLDEN_CONFIG_PATH: String(app_config_path ?? "<none>"),
      ...(typeof env === "object" ? env : {}),
    },
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
  });
  return { exitCode, stdout: out.join(""), stderr: err.join("") };
}

function copyConfigs(from: string, to: string, real: (text: string) => string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith(".yaml") });
  for (const name of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".yaml")) continue;
    mkdirSync(join(to, name, ".."), { recursive: true });
    writeFileSync(join(to, name), real(readFileSync(join(from, name), "utf8")));
  }
}

function* filesIn(folder: string, under = ""): Generator<readonly [string, string]> {
  const entries = readdirSync(join(folder, under), { withFileTypes: true });
  if (entries.length === 0 && under !== "") yield [under, ""];
  for (const entry of entries) {
    const path = under + entry.name;
    if (entry.isDirectory()) yield* filesIn(folder, `${path}/`);
    else yield [path, readFileSync(join(folder, path), "utf8")];
  }
}

/** @returns the text with the placeholders of the vectors for dates and times. */
function stamped(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}/g, "<TS>")
    .replace(/\d{4}-\d\d-\d\d\/\d\d-\d\d-\d\d/g, "<DATE>/<TIME>")
    .replace(/\d{4}(?:_\d\d){5}/g, "<STAMP>")
    .replace(/\d{4}-\d\d-\d\d/g, "<DATE>");
}
