import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeHydraFiles } from "../../src/run/hydra-files.js";
import { provenance } from "../../src/run/provenance.js";
import { services, temporaryFolder } from "../chain/rig.js";

test("the command that repeats the run keeps every word but the values of secrets", async () => {
  const command = [
    "stm32ai_main",
    "--config-name",
    "own.yaml",
    "mine.strength=1",
    "mine.token=hush",
    "+mine.token=hush",
  ];
  const {
    command: kept,
    user,
    version,
  } = await provenance({
    cwd: temporaryFolder(),
    command,
    services: services(),
    env: {},
  });
  expect(kept).toEqual([...command.slice(0, 4), "mine.token=***", "+mine.token=***"]);
  expect(user).toBe(userInfo().username);
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
});

test("the git commit is that of the folder where the user stands, if there is one", async () => {
  const cwd = temporaryFolder();
  const options = { command: [], services: new Map(), env: {} };
  expect(await provenance({ ...options, cwd })).not.toHaveProperty("git_commit");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd });
  git("init", "-q");
  git("commit", "-q", "--allow-empty", "-m", "first");
  const { git_commit } = await provenance({ ...options, cwd });
  expect(git_commit).toBe(git("rev-parse", "HEAD").toString().trim());
});

test("the .hydra files hold the given texts", () => {
  const folder = join(temporaryFolder(), ".hydra");
  writeHydraFiles(folder, { config: "a: 1\n", hydra: "hydra: {}\n", overrides: "[]\n" });
  const texts = ["config", "hydra", "overrides"].map((name) =>
    readFileSync(join(folder, `${name}.yaml`), "utf8"),
  );
  expect(texts).toEqual(["a: 1\n", "hydra: {}\n", "[]\n"]);
});
