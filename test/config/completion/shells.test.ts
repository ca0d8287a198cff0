import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "completion-"));
const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };

/** What a user types at the prompt, against a program that is installed on the PATH as `my-app`. */
function run(shell: string, script: string, args: readonly string[] = []): string[] {
  const options = { cwd: folder, env, encoding: "utf8" } as const;
  return execFileSync(shell, [...args, "-c", script], options)
    .trim()
    .split("\n");
}

function installed(shell: string): boolean {
  return spawnSync(shell, ["--version"], { env }).status === 0;
}

beforeAll(() => {
  buildSync({
    entryPoints: [fileURLToPath(new URL("program.ts", import.meta.url))],
    outfile: join(folder, "my-app"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  chmodSync(join(folder, "my-app"), 0o755);
  mkdirSync(join(folder, "conf", "db"), { recursive: true });
  writeFileSync(join(folder, "conf/config.yaml"), "defaults: [{db: mysql}]\nname: x\nnest: {a: 1, b: 2}\n");
  writeFileSync(join(folder, "conf/db/mysql.yaml"), "port: 3306\n");
  writeFileSync(join(folder, "conf/db/postgresql.yaml"), "port: 5432\n");
});

/** Bash splits the words of a line at its word breaks; only what follows the last one is replaced. */
function typed(line: string, words: readonly string[]): string {
  const list = words.map((word) => `'${word}'`).join(" ");
  return `eval "$(my-app -sc install=bash)"
COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(${list}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_complete_my-app "\${COMP_WORDS[0]}" "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "\${COMPREPLY[@]}"`;
}

describe.skipIf(!installed("bash"))("in bash (needs the package bash)", () => {
  it("installs and uninstalls the rule of the program", () => {
    expect(run("bash", 'eval "$(my-app -sc install=bash)"; complete -p my-app')).toEqual([
      expect.stringMatching(/^complete .*-F _complete_my-app my-app$/),
    ]);
    const script =
      'eval "$(my-app -sc install=bash)"; eval "$(my-app -sc uninstall=bash)"; complete -p my-app 2>&1';
    expect(run("bash", `${script}; type -t _complete_my-app; true`).join()).toContain("no completion");
  });

  it("completes a key", () => {
    expect(run("bash", typed("my-app na", ["my-app", "na"]))).toEqual(["name="]);
    expect(run("bash", typed("my-app nest.", ["my-app", "nest."]))).toEqual(["nest.a=", "nest.b="]);
    expect(run("bash", typed("my-app ", ["my-app", ""]))).toContain("nest.");
  });

  it("completes behind = where bash begins a new word, and leaves its word breaks alone", () => {
    const words = ["my-app", "name=y", "db", "=", "p"];
    expect(run("bash", typed("my-app name=y db=p", words))).toEqual(["postgresql"]);
    const script = `before=$COMP_WORDBREAKS; ${typed("my-app db=", ["my-app", "db", "="])}; [ "$before" = "$COMP_WORDBREAKS" ] && echo same`;
    expect(run("bash", script)).toEqual(["mysql", "postgresql", "same"]);
  });

  it("completes the whole word where = is no word break", () => {
    const script = `COMP_WORDBREAKS=\${COMP_WORDBREAKS//=}; ${typed("my-app db=p", ["my-app", "db=p"])}`;
    expect(run("bash", script)).toEqual(["db=postgresql"]);
  });

  it("completes for a program called by its path, and only up to the cursor", () => {
    const line = typed("./my-app na", ["./my-app", "na"]).replace(
      "COMP_POINT=${#COMP_LINE}",
      "COMP_POINT=11",
    );
    expect(run("bash", line)).toEqual(["name="]);
    const inside = typed("my-app nest.ab", ["my-app", "nest.ab"]).replace("${#COMP_LINE}", "12");
    expect(run("bash", inside)).toEqual(["nest.a=", "nest.b="]);
  });

  it("runs nothing that a suggestion says", () => {
    writeFileSync(join(folder, "conf/$(touch pwned)"), "");
    expect(run("bash", typed("my-app name=./conf/$", ["my-app", "name", "=", "./conf/$"]))[0]).toBe(
      "./conf/$(touch",
    );
    expect(run("bash", "ls").includes("pwned")).toBe(false);
  });
});

describe.skipIf(!installed("zsh"))("in zsh (needs the package zsh)", () => {
  const typedInZsh = (words: string, prefix: string) => `compdef() { print compdef $@ }
compadd() { shift 3; print -l \${(P)1} }
eval "$(my-app -sc install=zsh)"
words=(${words}); CURRENT=$#words; PREFIX='${prefix}'; _complete_my-app`;

  it("installs the rule and completes keys and options", () => {
    const rule = "compdef _complete_my-app my-app";
    expect(run("zsh", typedInZsh("my-app nest.", "nest."), ["-f"])).toEqual([rule, "nest.a=", "nest.b="]);
    expect(run("zsh", typedInZsh("my-app ''", ""), ["-f"])).toContain("nest.");
    expect(run("zsh", typedInZsh("./my-app name=y db=p", "db=p"), ["-f"])).toEqual([rule, "db=postgresql"]);
  });
});

describe.skipIf(!installed("fish"))("in fish (needs the package fish)", () => {
  const install = "my-app -sc install=fish | source";

  it("installs the rule, completes keys and options, and uninstalls", () => {
    expect(run("fish", `${install}; complete -C 'my-app nest.'`, ["-N"])).toEqual(["nest.a=", "nest.b="]);
    expect(run("fish", `${install}; complete -C './my-app name=y db=p'`, ["-N"])).toEqual(["db=postgresql"]);
    expect(run("fish", `${install}; complete -C 'my-app '`, ["-N"])).toContain("nest.");
    const script = `${install}; my-app -sc uninstall=fish | source; functions -q _complete_my-app; or echo gone`;
    expect(run("fish", script, ["-N"])).toEqual(["gone"]);
  });
});
