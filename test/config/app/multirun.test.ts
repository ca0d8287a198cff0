import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../../src/config/app/job/job.js";
import type { LauncherFactory } from "../../../src/config/app/multirun/launcher.js";
import { AppFolder } from "./app-folder.js";

let app: AppFolder;
beforeEach(() => {
  app = new AppFolder({ "config.yaml": "a: 0\nb: 0\nhydra:\n  sweep:\n    dir: mr\n" });
});
afterEach(() => app.remove());

const ab = ({ config, stdout }: Job) => void stdout.write(`${config.at("a")} ${config.at("b")}\n`);
const LOG = "[2026-01-02 03:04:05,678][HYDRA]";

describe("--multirun", () => {
  it("runs a job for each combination, one after another, the last override varying fastest", async () => {
    const { code, stdout } = await app.run(["-m", "a=1,2", "b=x,y"], { task: ab });
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => !line.startsWith("["))).toEqual([
      "1 x",
      "1 y",
      "2 x",
      "2 y",
      "",
    ]);
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      `${LOG} Launching 4 jobs locally`,
      `${LOG} \t#0 : a=1 b=x`,
    ]);
  });

  it("gives each job a numbered directory, and the sweep a multirun.yaml", async () => {
    await app.run(["-m", "a=1,2", "hydra.output_subdir=null"]);
    expect(app.made()).toEqual(["mr/0/app.log", "mr/1/app.log", "mr/multirun.yaml"]);
    expect(app.read("mr/multirun.yaml")).toContain("    - a=1,2\n");
  });

  it("gives each job the overrides that a config puts into the hydra node", async () => {
    const preset = (list: string) => `+hydra.overrides.${list}`;
    const { stdout } = await app.run(["-m", `${preset("task")}=['b=z']`, "a=1,2"], { task: ab });
    expect(stdout.split("\n").filter((line) => !line.startsWith("["))).toEqual(["1 z", "2 z", ""]);
    const { code, stderr } = await app.run(["-m", `${preset("hydra")}=[nope]`, "a=1,2"], { task: ab });
    expect([code, stderr]).toEqual([1, expect.stringContaining("Error parsing override 'nope'")]);
  });

  it("tells a job its number, which there is none of in a single run", async () => {
    const seen: unknown[] = [];
    const task = ({ hydra }: Job) => void seen.push([hydra.get("hydra.job.num"), hydra.get("hydra.job.id")]);
    await app.run(["-m", "a=1,2"], { task });
    await app.run([], { task });
    expect(seen).toEqual([
      [0, "0"],
      [1, "1"],
      [undefined, undefined],
    ]);
  });

  it("runs in batches, numbered on, of which one with a failed job is the last", async () => {
    const task = ({ config, stdout }: Job) => {
      stdout.write(`job ${config.at("a")}\n`);
      if (config.at("a") === 1) throw new Error("one");
    };
    const { code, stdout, stderr } = await app.run(["-m", "a=range(5)", "hydra.sweeper.max_batch_size=2"], {
      task,
    });
    expect(code).toBe(1);
    expect(stdout.match(/job \d/g)).toEqual(["job 0", "job 1"]);
    expect(stderr).toContain("Error: one");
  });

  it("goes on after a failed job, and ends with the first failure", async () => {
    const task = ({ config, stdout }: Job) => {
      if (config.at("a") !== 0) throw new Error(`boom ${config.at("a")}`);
      stdout.write("ok\n");
    };
    const { code, stdout, stderr } = await app.run(["-m", "a=1,2,0"], { task });
    expect(code).toBe(1);
    expect(stdout).toContain("ok\n");
    expect(stderr.match(/^Error executing job with overrides: .*\nError: .*$/gm)).toEqual([
      "Error executing job with overrides: ['a=1']\nError: boom 1",
      "Error executing job with overrides: ['a=2']\nError: boom 2",
      "Error executing job with overrides: ['a=1']\nError: boom 1",
    ]);
  });

  it("runs no job when one of them cannot be composed", async () => {
    const { code, stdout, stderr } = await app.run(["-m", "a=1,2", "+a=3"], { task: ab });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^Could not append to config\. An item is already at 'a'\./);
  });

  it("puts hydra.sweeper.params before the command line, which has the last word", async () => {
    const argv = ["+hydra.sweeper.params.b='choice(7,8)'", "+hydra.sweeper.params.a=1", "-m", "a=2"];
    const { stdout } = await app.run(argv, { task: ab });
    expect(stdout.split("\n").filter((line) => !line.startsWith("["))).toEqual(["2 7", "2 8", ""]);
  });

  it("uses the mode that the config sets, unless the command line asks for a multirun", async () => {
    const { stdout } = await app.run(["hydra.mode=MULTIRUN", "a=1,2"], { task: ab });
    expect(stdout).toContain("Launching 2 jobs locally");
    const { stderr } = await app.run(["hydra.mode=RUN", "-m", "a=1,2"], { task: ab });
    expect(stderr).toContain("overriding with `hydra.mode=MULTIRUN`");
  });

  it("counts and refuses a sweep that nobody can have meant, before anything is made", async () => {
    const { code, stderr } = await app.run(["-m", "a=range(1000000000)"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The sweep has 1000000000 jobs, more than 100000\. Set hydra\.sweeper\.max_batch_size/,
    );
    expect(app.made()).toEqual([]);
  });

  it("begins a sweep of any length in batches without making its jobs first", async () => {
    const task = () => {
      throw new Error("enough");
    };
    const argv = ["-m", "a=range(1000000000)", "hydra.sweeper.max_batch_size=2"];
    const { code, stdout } = await app.run(argv, { task });
    expect(code).toBe(1);
    expect(stdout).toContain("Launching 2 jobs locally");
  });

  it("shows the numbers that tasks return against the overrides at the end", async () => {
    const task = ({ config }: Job) => ({ accuracy: Number(config.at("a")) / 4, note: "text" });
    const { stdout } = await app.run(["-m", "a=1,2", "hydra/hydra_logging=none"], { task });
    expect(stdout.split("\n").slice(-6)).toEqual([
      "",
      "| # | Overrides | accuracy |",
      "----------------------------",
      "| 0 | a=1       | 0.25     |",
      "| 1 | a=2       | 0.5      |",
      "",
    ]);
  });

  it("takes a launcher of the program's own by the name in the config", async () => {
    const reversed: LauncherFactory = ({ runJob }) => ({
      async *launch({ jobs }) {
        for (const [index, overrides] of [...jobs].toReversed().entries())
          yield await runJob(overrides, index);
      },
    });
    const argv = ["-m", "a=1,2", "hydra.launcher._target_=my.Reversed"];
    const { stdout } = await app.run(argv, { task: ab, launchers: new Map([["my.Reversed", reversed]]) });
    expect(stdout).toBe("2 0\n1 0\n");
    expect((await app.run(argv)).stderr).toMatch(
      /^hydra\.launcher\._target_ is 'my\.Reversed', which is not here\. Known: /,
    );
  });
});
