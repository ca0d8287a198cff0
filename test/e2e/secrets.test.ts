import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { run } from "./program.js";
import { shellFolder } from "./shell-folder.js";

const SHELL = ["--config-name", "shell"];

/** @returns the names of the files below a folder that hold a text. */
function filesWith(folder: string, text: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .filter((file) => readFileSync(join(file.parentPath, file.name), "utf8").includes(text))
    .map(({ name }) => name);
}

it.each([
  ["a number", "+shell.pin=48151623", "48151623"],
  ["a mapping", "+shell.login={user: ada, pass: lovelace1815}", "lovelace1815"],
  ["a short text", "shell.token=q7", "q7"],
])("%s that is a secret stands in no file and on no screen", async (_, override, secret) => {
  const cwd = shellFolder();
  const { code, stdout, stderr } = await run([...SHELL, override], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).not.toContain(secret);
  expect(filesWith(cwd, secret)).toEqual([]);
});

it("where a secret comes from stays in the config that a rerun reads", async () => {
  const cwd = shellFolder();
  const override = "shell.token=${oc.env:SHELL_TOKEN}";
  const { code } = await run([...SHELL, override], { cwd, env: { SHELL_TOKEN: "lovelace1815" } });
  expect(code).toBe(0);
  expect(filesWith(cwd, "token: ${oc.env:SHELL_TOKEN}")).toContain("config.yaml");
  expect(filesWith(cwd, "lovelace1815")).toEqual([]);
});

it.each([
  [
    "a value that repeats it",
    "+shell.greeting=hello ${shell.token}",
    /shell\.greeting.*repeats the value of a secret/,
  ],
  [
    "a folder that is named after it",
    "hydra.run.dir=out/${hydra.job.override_dirname}",
    /hydra\.run\.dir.*value of a secret[\s\S]*exclude_keys/,
  ],
])("%s is refused, and the secret is not told", async (_, override, says) => {
  const cwd = shellFolder();
  const { code, stdout, stderr } = await run([...SHELL, "shell.token=lovelace1815", override], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(says);
  expect(stdout + stderr).not.toContain("lovelace1815");
  expect(filesWith(cwd, "lovelace1815")).toEqual([]);
});
