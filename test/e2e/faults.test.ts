import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, eventually, journalOf, onlyRun, runDirectories, start } from "./program.js";

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
