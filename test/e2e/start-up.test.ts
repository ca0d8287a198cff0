/** The program keeps its compiled code for the next start; it never depends on it. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, program, run } from "./program.js";

const CFG = ["--config-name", "chain_qb_config", "--cfg", "job"];
const TAB = ["--shell-completion", "query=bash"];

function compiledIn(cache: string): string[] {
  const folder = join(cache, "stm32ai_main/compiled");
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name));
}

function startedWith(env: Record<string, string>, args = CFG) {
  return run(args, { cwd: emptyFolder(), env: { COMP_LINE: "stm32ai_main boa", ...env } });
}

describe("compiled code", () => {
  it("is kept in the user's cache folder and serves the next start", async () => {
    const cache = emptyFolder();
    const first = await startedWith({ XDG_CACHE_HOME: cache });
    const [kept = ""] = compiledIn(cache);
    const before = statSync(kept).mtimeMs;
    const second = await startedWith({ XDG_CACHE_HOME: cache });
    expect(compiledIn(cache)).toEqual([kept]);
    expect(statSync(kept).mtimeMs).toBe(before);
    expect(second).toEqual(first);
    expect(first.stdout).toContain("operation_mode: chain_qb");
  });

  it("takes in once an hour what other starts needed beside", async () => {
    const cache = emptyFolder();
    await startedWith({ XDG_CACHE_HOME: cache });
    const [kept = ""] = compiledIn(cache);
    const { size } = statSync(kept);
    const hourAgo = new Date(Date.now() - 61 * 60 * 1000);
    utimesSync(kept, hourAgo, hourAgo);
    await startedWith({ XDG_CACHE_HOME: cache }, [...CFG, "--explain", "++stage.names=[a,b]"]);
    expect(compiledIn(cache)).toEqual([kept]);
    expect(statSync(kept).size).toBeGreaterThan(size);
  });

  it("starts runs and their services, too", async () => {
    const cache = emptyFolder();
    const made: number[][] = [];
    for (const time of ["first", "second"]) {
      const { code, stdout } = await startedWith({ XDG_CACHE_HOME: cache }, [
        "--config-name=quantization_config",
      ]);
      expect({ time, code }).toEqual({ time, code: 0 });
      expect(stdout).toContain("1_quantization");
      made.push(compiledIn(cache).map((file) => statSync(file).mtimeMs));
    }
    expect(compiledIn(cache).map((file) => basename(file).split("-")[0])).toEqual([
      "main",
      "perform",
      "services",
    ]);
    expect(made[1]).toEqual(made[0]);
  });

  it("of completions is apart", async () => {
    const cache = emptyFolder();
    expect((await startedWith({ XDG_CACHE_HOME: cache }, TAB)).stdout).toContain("board");
    await startedWith({ XDG_CACHE_HOME: cache });
    expect(compiledIn(cache)).toHaveLength(2);
    expect((await startedWith({ XDG_CACHE_HOME: cache, COMP_LINE: "stm32ai_main board=" }, TAB)).code).toBe(
      0,
    );
    expect(compiledIn(cache)).toHaveLength(3);
  });

  it("that is cut short, or no code at all, is made anew", async () => {
    const cache = emptyFolder();
    await startedWith({ XDG_CACHE_HOME: cache });
    const [kept = ""] = compiledIn(cache);
    const { size } = statSync(kept);
    for (const spoil of [() => truncateSync(kept, 1000), () => writeFileSync(kept, "nothing")]) {
      spoil();
      expect((await startedWith({ XDG_CACHE_HOME: cache })).code).toBe(0);
      expect(statSync(kept).size).toBeCloseTo(size, -4);
    }
  });

  it("of versions that are gone is removed after a month", async () => {
    const cache = emptyFolder();
    const folder = join(cache, "stm32ai_main/compiled");
    mkdirSync(folder, { recursive: true });
    const old = join(folder, "main-0123-v20.19.0-x64.bin");
    writeFileSync(old, "");
    utimesSync(old, new Date(2020, 0, 1), new Date(2020, 0, 1));
    await startedWith({ XDG_CACHE_HOME: cache });
    expect(compiledIn(cache)).not.toContain(old);
  });

  it.each([
    ["where there can be no cache folder", { XDG_CACHE_HOME: "/dev/null" }],
    ["without a home", { XDG_CACHE_HOME: "", HOME: "/dev/null/home" }],
    ["where compiled code is switched off", { NODE_DISABLE_COMPILE_CACHE: "1" }],
  ])("is not needed: %s", async (_, env) => {
    const { code, stdout, stderr } = await startedWith(env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("operation_mode: chain_qb");
  });
});

describe("the host of the services", () => {
  it("says nothing of its own, whichever Node runs it", () => {
    const host = join(dirname(program), "../services/host.cjs");
    const { status, stderr } = spawnSync(process.execPath, [host], { input: "", encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("what is shown", () => {
  it("may be read in part: `--cfg job | head -1`", () => {
    const line = `"${process.execPath}" "${program}" ${CFG.join(" ")} | head -1; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync("bash", ["-c", line], { cwd: emptyFolder(), encoding: "utf8" })).toBe(
      "general:\n0\n",
    );
  });
});
