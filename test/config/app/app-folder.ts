/** A program in a folder of its own, run in this process. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AppOptions } from "../../../src/config/app/app-options.js";
import { runApp } from "../../../src/config/app/run-app.js";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class AppFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "config-app-")));

  /** @param configs texts by their path below `conf/`. */
  constructor(configs: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(configs)) {
      const path = join(this.path, "conf", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  async run(argv: readonly string[], options: Partial<AppOptions> = {}): Promise<Ran> {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runApp({
      name: "app",
      configPath: "conf",
      configName: "config",
      task: () => {},
      argv,
      cwd: this.path,
      env: { HOME: "/home/me" },
      now: () => new Date(2026, 0, 2, 3, 4, 5, 678),
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      ...options,
    });
    return { code, stdout: out.join(""), stderr: err.join("") };
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), "utf8");
  }

  /** @returns the files that runs have made, sorted. */
  made(): string[] {
    const all = readdirSync(this.path, { recursive: true, withFileTypes: true, encoding: "utf8" });
    const files = all.filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(this.path.length + 1));
    return paths.filter((path) => !path.startsWith("conf/")).sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
