import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, eventually, journalOf, onlyRun, program, runDirectories, start } from "./program.js";

const EVERY_STAGE = ["--config-name", "chain_eqeb_config.yaml"];

/** @returns the processes whose command line has a text. */
function processesWith(text: string): string[] {
  const list = execFileSync("ps", ["-eo", "pid=,stat=,args="], { encoding: "utf8" });
  return list.split("\n").filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}

/** A user's service that tells its process id and then sleeps in a shell, deaf to SIGTERM when asked. */
function sleepingService(cwd: string): readonly string[] {
  const folder = join(cwd, "services/sleepy");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "service.yaml"),
    "name: sleepy\nsummary: Sleeps.\ncommand: [sh, sleepy.sh]\nserve: false\nreads: []\ntakes: {}\nmakes: {}\n",
  );
  writeFileSync(
    join(folder, "sleepy.sh"),
    `echo '{"type":"param","key":"pid","value":"'$$'"}' >> "$STAGE_EVENTS"\nsleep 4242\n`,
  );
  writeFileSync(join(cwd, "sleepy.yaml"), "operation_mode: sleepy\nservices_path: ./services\n");
  return ["--config-name", "sleepy"];
}

function stageStarted(cwd: string, stage: string): string | undefined {
  const [directory] = runDirectories(cwd);
  if (directory === undefined) return undefined;
  const events = journalOf(directory);
  return events.some((event) => event.type === "stage_started" && event.stage === stage)
    ? directory
    : undefined;
}

describe("Ctrl-C", () => {
  it.each(["1_evaluation", "2_quantization", "3_evaluation"])(
    "in %s ends the run as KILLED, exit 130",
    async (stage) => {
      const cwd = emptyFolder();
      const [child, ended] = start(EVERY_STAGE, { cwd });
      const directory = await eventually(`${stage} started`, () => stageStarted(cwd, stage));
      child.kill("SIGINT");
      expect((await ended).code).toBe(130);
      expect(journalOf(directory).at(-1)).toMatchObject({ type: "run_finished", status: "KILLED" });
      expect(runStatusInStore(cwd)).toBe(5);
      expect(processesWith(directory)).toEqual([]);
    },
  );

  it("ends a shell that sleeps, and what it started", async () => {
    const cwd = emptyFolder();
    const [child, ended] = start(sleepingService(cwd), { cwd });
    await eventually("the shell sleeps", () => (processesWith("sleep 4242").length > 0 ? true : undefined));
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    expect(processesWith("sleep 4242")).toEqual([]);
  });
});

describe("kill -9 of the program", () => {
  it("leaves no stage alive for more than a few seconds, and the journal whole", async () => {
    const cwd = emptyFolder();
    const [child, ended] = start(sleepingService(cwd), { cwd });
    await eventually("the shell sleeps", () => (processesWith("sleep 4242").length > 0 ? true : undefined));
    child.kill("SIGKILL");
    await ended;
    await eventually(
      "nothing sleeps",
      () => (processesWith("sleep 4242").length === 0 ? true : undefined),
      8000,
    );
    expect(journalOf(onlyRun(cwd)).map(({ seq }) => seq)).toEqual(
      journalOf(onlyRun(cwd)).map((_, index) => index + 1),
    );
  });
});

describe("a run that fails", () => {
  it("is FAILED in the journal and in MLflow, exit 1, and earlier runs stay as they were", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "bad.onnx"), "this is no network\n");
    const args = [
      "--config-name",
      "quantization_config.yaml",
      "quantization=onnx_per_channel",
      "general.model_path=./bad.onnx",
    ];
    const { code, stderr } = await start(args, { cwd })[1];
    expect(code).toBe(1);
    expect(stderr).toContain("bad.onnx");
    expect(stderr).not.toContain("    at ");
    expect(journalOf(onlyRun(cwd)).at(-1)).toMatchObject({ type: "run_finished", status: "FAILED" });
    expect(runStatusInStore(cwd)).toBe(4);
  });
});

/** @returns the status of the only run of the local store, as MLflow's files have it: 3 FINISHED, 4 FAILED, 5 KILLED. */
function runStatusInStore(cwd: string): number {
  const store = join(cwd, "experiments_outputs/mlruns");
  const experiment = readdirSync(store).find((name) => /^\d{2,}$/.test(name)) ?? "";
  const run = readdirSync(join(store, experiment)).find((name) => /^[0-9a-f]{32}$/.test(name)) ?? "";
  return Number(/^status: (\d)$/m.exec(readFileSync(join(store, experiment, run, "meta.yaml"), "utf8"))?.[1]);
}

describe("output that nobody takes", () => {
  const inShell = (command: string, cwd: string) =>
    spawnSync("bash", ["-c", command, "bash", process.execPath, program], { cwd, encoding: "utf8" });

  it("does not end a run: who reads may stop reading", () => {
    const cwd = emptyFolder();
    const { stderr } = inShell(`"$1" "$2" --config-name quantization_config.yaml | head -1`, cwd);
    expect(journalOf(onlyRun(cwd)).at(-1)).toMatchObject({ type: "run_finished", status: "FINISHED" });
    expect(stderr).toBe("");
  });

  it.skipIf(!existsSync("/dev/full")).each([
    ["of a run", "--config-name quantization_config.yaml"],
    ["of a text", "--help"],
  ])("%s that a full disk loses is told once, and by the exit code", (_what, args) => {
    const cwd = emptyFolder();
    const { status, stderr } = inShell(`"$1" "$2" ${args} >/dev/full`, cwd);
    expect(status).toBe(1);
    expect(stderr).toBe("Cannot write the output: ENOSPC: no space left on device, write\n");
    for (const directory of runDirectories(cwd))
      expect(journalOf(directory).at(-1)).toMatchObject({ type: "run_finished", status: "FINISHED" });
  });

  it.skipIf(!existsSync("/dev/full"))("may be all that it has", () => {
    const cwd = emptyFolder();
    const { status } = inShell(
      `"$1" "$2" --config-name quantization_config.yaml >/dev/full 2>/dev/full`,
      cwd,
    );
    expect(status).toBe(1);
    expect(journalOf(onlyRun(cwd)).at(-1)).toMatchObject({ type: "run_finished", status: "FINISHED" });
  });
});
