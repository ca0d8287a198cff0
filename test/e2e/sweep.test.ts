import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, emptyFolder, eventually, journalOf, onlyRun, run, start } from "./program.js";
import { shellFolder } from "./shell-folder.js";

const SHELL = ["--config-name", "shell", "-m"];

/** What a sweep leaves in its directory besides its jobs. */
const OWN_FILES = ["multirun.yaml", "run.jsonl", "sweep.csv"];

/** @returns what lies in a sweep's directory, but for hidden files. */
function left(sweep: string): string[] {
  return readdirSync(sweep)
    .filter((name) => !name.startsWith("."))
    .sort();
}

/** @returns the folders of all runs in a local store. */
function storedFolders(store: string): string[] {
  const experiments = readdirSync(store).filter((name) => /^\d{2,}$/.test(name));
  const runs = experiments.flatMap((name) =>
    readdirSync(join(store, name)).map((run) => join(store, name, run)),
  );
  return runs.filter((run) => /^[0-9a-f]{32}$/.test(basename(run)));
}

/** @returns the lines of the table at the end, with one space between words. */
function table(stdout: string): string[] {
  const lines = stdout.split("\n");
  const end = lines.findIndex((line) => line.startsWith("sweep "));
  const head = lines.findLastIndex((line, index) => index < end && line.startsWith("#  "));
  return lines.slice(head, end - 1).map((line) => line.trim().replaceAll(/ +/g, " "));
}

it("gives the stages of each job the environment of hydra.job.env_set", async () => {
  const cwd = shellFolder();
  const words = ["shell.seconds=0,0.01", `+hydra.job.env_set.JOB_NAME=job_\${hydra.job.num}`];
  const { code, stderr } = await run([...SHELL, ...words], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const names = ["0", "1"].map((job) =>
    journalOf(join(cwd, "out", job)).find((event) => event.type === "param" && event.key === "name"),
  );
  expect(names).toMatchObject([{ value: "job_0" }, { value: "job_1" }]);
});

describe("a sweep of 2 × 2 quantizations over the embedded sample", () => {
  const cwd = emptyFolder();
  const jobs = [
    ["per_tensor", "0.5"],
    ["per_tensor", "1.0"],
    ["per_channel", "0.5"],
    ["per_channel", "1.0"],
  ] as const;
  let ended: Ended;
  let sweep: string;
  beforeAll(async () => {
    const overrides = [
      "quantization.granularity=per_tensor,per_channel",
      "dataset.quantization_split=0.5,1.0",
    ];
    ended = await run(["--config-name", "quantization_config", "--multirun", ...overrides], { cwd });
    sweep = onlyRun(cwd);
  });

  it("runs each job in its own numbered directory, the last override varying fastest", () => {
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(left(sweep)).toEqual(["0", "1", "2", "3", ...OWN_FILES]);
    for (const [index, [granularity, split]] of jobs.entries()) {
      const job = join(sweep, String(index));
      expect(readFileSync(join(job, ".hydra/overrides.yaml"), "utf8")).toBe(
        `- quantization.granularity=${granularity}\n- dataset.quantization_split=${split}\n`,
      );
      const hydra = readFileSync(join(job, ".hydra/hydra.yaml"), "utf8");
      expect(hydra).toMatch(new RegExp(`^    id: '${index}'\n    num: ${index}$`, "m"));
      expect(existsSync(join(job, "quantized_models/quantized_model.tflite"))).toBe(true);
      expect(journalOf(job).at(-1)).toMatchObject({ type: "run_finished", status: "FINISHED" });
    }
  });

  it("writes the sweep's own config", () => {
    const text = readFileSync(join(sweep, "multirun.yaml"), "utf8");
    expect(text).toContain("- quantization.granularity=per_tensor,per_channel\n");
    expect(text).toContain("    - hydra.mode=MULTIRUN\n");
  });

  it("gives each job its MLflow run, and the command that repeats it alone", () => {
    const starts = jobs.map((_, index) => journalOf(join(sweep, String(index)))[0]);
    const ids = starts.map((event) => (event?.type === "run_started" ? event.run_id : ""));
    expect(new Set(ids).size).toBe(4);
    expect(starts[1]).toMatchObject({
      command: [
        "stm32ai_main",
        "--config-name",
        "quantization_config",
        "quantization.granularity=per_tensor",
        "dataset.quantization_split=1.0",
      ],
    });
  });

  it("is a parent run in MLflow, with a readable child for each job", () => {
    const runs = storedFolders(join(cwd, "experiments_outputs/mlruns"));
    const told = (run: string, path: string) => readFileSync(join(run, path), "utf8");
    const parent = runs.find((run) => !existsSync(join(run, "tags/mlflow.parentRunId"))) ?? "";
    const children = runs.filter((run) => run !== parent);
    expect(children.map((run) => told(run, "tags/mlflow.parentRunId"))).toEqual(
      Array(4).fill(basename(parent)),
    );
    expect(children.map((run) => told(run, "tags/mlflow.runName")).sort()).toEqual(
      jobs.map(
        ([granularity, split], job) => `${job} granularity=${granularity} quantization_split=${split}`,
      ),
    );
    expect(new Set(children.map((run) => told(run, "params/quantization.granularity")))).toEqual(
      new Set(["per_tensor", "per_channel"]),
    );
    expect(told(parent, "params/quantization.granularity")).toBe("per_tensor,per_channel");
    expect(told(parent, "params/jobs")).toBe("4");
    expect(told(parent, "metrics/jobs_finished")).toMatch(/ 4 4\n$/);
    expect(told(parent, "tags/mlflow.note.content")).toMatch(
      /^\*\*4 jobs\*\*\n\n\| # \| quantization.granularity/,
    );
    const experiment = dirname(parent);
    const models = readdirSync(join(experiment, "models")).map((model) => join(experiment, "models", model));
    expect(models).toHaveLength(4);
    expect(models.map((model) => told(model, "meta.yaml")).join()).toContain("quantized_model");
    expect(told(parent, "meta.yaml")).toMatch(/^status: 3$/m);
    const files = readdirSync(join(parent, "artifacts", basename(sweep))).sort();
    expect(files).toEqual(["multirun.yaml", "run.jsonl", "sweep.csv"]);
    expect(told(parent, `artifacts/${basename(sweep)}/sweep.csv`).split("\n")).toHaveLength(6);
  });

  it("ends with a table of the swept values against the results", () => {
    const [head, ...rows] = table(ended.stdout);
    expect(head).toBe("# quantization.granularity dataset.quantization_split model file [KiB] quantization");
    expect(rows).toHaveLength(4);
    for (const [index, [granularity, split]] of jobs.entries())
      expect(rows[index]).toMatch(new RegExp(`^${index} ${granularity} ${split} [\\d.]+ ${granularity}, `));
  });
});

describe("a job that fails in the middle of a sweep", () => {
  it("in its stage: is told at once and at the end, and stops no other; exit 1", async () => {
    const cwd = shellFolder();
    const { code, stdout, stderr } = await run([...SHELL, "shell.seconds=0,13,0.1"], { cwd });
    expect(code).toBe(1);
    expect(stderr.match(/13 brings bad luck/g)).toHaveLength(2);
    expect(stderr).toContain("Job #1 (shell.seconds=13) failed.");
    expect(stderr).toContain("1 of 3 jobs failed, first #1 (shell.seconds=13):");
    expect(table(stdout)).toEqual(["# shell.seconds slept [s]", "0 0 0", "1 13 failed", "2 0.1 0.1"]);
    expect(journalOf(join(cwd, "out/1")).at(-1)).toMatchObject({ type: "run_finished", status: "FAILED" });
    expect(journalOf(join(cwd, "out")).at(-1)).toMatchObject({ type: "run_finished", status: "FAILED" });
  });

  it("in its configuration: is told before the first one runs, and has no directory", async () => {
    const cwd = shellFolder();
    const { code, stdout, stderr } = await run([...SHELL, "shell.seconds=0,-1,0.1"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Job #1 \(shell.seconds=-1\) cannot run; the others are run\.\nConfiguration error/,
    );
    expect(stderr).not.toContain("    at ");
    expect(table(stdout)).toEqual(["# shell.seconds slept [s]", "0 0 0", "1 -1 failed", "2 0.1 0.1"]);
    expect(left(join(cwd, "out"))).toEqual(["0", "2", ...OWN_FILES]);
  });

  it("with all the others: nothing runs, and the mistake is told once", async () => {
    const cwd = shellFolder();
    const { code, stdout, stderr } = await run([...SHELL, "shell.seconds=-1,-2"], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^Configuration error \(1 problem\)/);
  });
});

describe("Ctrl-C in a sweep", () => {
  it("ends the job as KILLED, launches no other, exit 130", async () => {
    const cwd = shellFolder();
    const [child, ended] = start([...SHELL, "shell.seconds=0,4242,0"], { cwd });
    const job = join(cwd, "out/1");
    await eventually("the second job has started", () =>
      journalOf(job).some(({ type }) => type === "stage_started") ? true : undefined,
    );
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toBe("The sweep was interrupted: 1 job finished, 0 failed.\n");
    expect(journalOf(job).at(-1)).toMatchObject({ type: "run_finished", status: "KILLED" });
    expect(table(stdout).slice(1)).toEqual(["0 0 0", "1 4242 interrupted"]);
    expect(readFileSync(join(cwd, "out/sweep.csv"), "utf8")).toContain("1,4242,,interrupted");
    expect(existsSync(join(cwd, "out/2"))).toBe(false);
    expect(journalOf(join(cwd, "out")).at(-1)).toMatchObject({ type: "run_finished", status: "KILLED" });
  });
});

describe("which jobs a sweep has", () => {
  it("a config may say: hydra.mode, hydra.sweeper.params, hydra.sweep.subdir", async () => {
    const cwd = shellFolder();
    writeFileSync(
      join(cwd, "params.yaml"),
      "defaults: [shell, _self_]\nhydra:\n  mode: MULTIRUN\n  sweep: { subdir: 's${shell.seconds}' }\n  sweeper: { params: { shell.seconds: '0,0.1' } }\n",
    );
    const { code, stdout } = await run(["--config-name", "params"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("Launching 2 jobs locally\n");
    expect(left(join(cwd, "out"))).toEqual([...OWN_FILES.slice(0, 2), "s0", "s0.1", ...OWN_FILES.slice(2)]);
  });

  it("batches end with the first that has a failed job", async () => {
    const cwd = shellFolder();
    const batched = "hydra.sweeper.max_batch_size=2";
    const { code, stdout } = await run([...SHELL, batched, "shell.seconds=0,13,0,0"], { cwd });
    expect(code).toBe(1);
    expect(table(stdout)).toHaveLength(3);
  });

  it("more than 10 000 are refused with their number, without a trace, unless --yes is given", async () => {
    const cwd = shellFolder();
    const many = "general.global_seed=range(1000000000)";
    const refused = await run([...SHELL, many], { cwd });
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toBe(
      "The sweep has 1000000000 jobs, more than 10000. Add --yes to run them all.\n",
    );
    expect(existsSync(join(cwd, "out"))).toBe(false);

    const [child, ended] = start([...SHELL, "--yes", many], { cwd });
    await eventually("the third job runs", () => (existsSync(join(cwd, "out/2")) ? true : undefined), 10_000);
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
  });
});

describe("a secret in a sweep", () => {
  it("stands in no file and on no screen", async () => {
    const cwd = shellFolder();
    const params = "hydra.sweeper.params={shell.token:'hush_c,hush_d'}";
    const swept = await run([...SHELL, params, "hydra.sweep.dir=params"], { cwd });
    expect(swept).toMatchObject({ code: 0, stderr: "" });
    const { code, stdout, stderr } = await run([...SHELL, "shell.token=hush_a,hush_b"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("#0 : shell.token=***");
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const telling = files.filter((file) =>
      readFileSync(join(file.parentPath, file.name), "utf8").includes("hush"),
    );
    expect(stdout + swept.stdout).not.toContain("hush");
    expect(telling.map(({ name }) => name)).toEqual([]);
  });
});

describe("--experimental-rerun", () => {
  it("runs an earlier job again in its directory", async () => {
    const cwd = shellFolder();
    await run([...SHELL, "shell.seconds=0,0.1"], { cwd });
    const { code, stderr } = await run(["--experimental-rerun", "out/1"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const ends = journalOf(join(cwd, "out/1")).filter(({ type }) => type === "run_finished");
    expect(ends).toMatchObject([{ status: "FINISHED" }, { status: "FINISHED" }]);
  });
});
