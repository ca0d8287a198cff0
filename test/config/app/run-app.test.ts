import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Exit } from "../../../src/config/app/job/exit.js";
import type { Job } from "../../../src/config/app/job/job.js";
import { ConfigError } from "../../../src/config/error.js";
import { AppFolder } from "./app-folder.js";

let app: AppFolder;
beforeEach(() => {
  app = new AppFolder({
    "config.yaml": "defaults:\n  - db: mysql\n  - _self_\nname: demo\nport: ${db.port}\nlater: ???\n",
    "db/mysql.yaml": "port: 3306\n",
    "db/sqlite.yaml": "port: 0\n",
  });
});
afterEach(() => app.remove());

async function jobOf(argv: readonly string[], look: (job: Job) => unknown): Promise<unknown> {
  let seen: unknown;
  const { code, stderr } = await app.run(argv, {
    task: (job) => {
      seen = look(job);
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return seen;
}

describe("runApp", () => {
  it("gives the task its config, raw and resolved", async () => {
    const seen = await jobOf(["db=sqlite", "+x=2"], ({ config }) => [
      config.get("port"),
      config.at("x"),
      config.get("later"),
    ]);
    expect(seen).toEqual([0, 2, undefined]);
  });

  it("makes the job's directory with a log and what the job ran with", async () => {
    await app.run(["hydra.run.dir=out/${name}", "name=x"]);
    expect(app.made()).toEqual([
      "out/x/.hydra/config.yaml",
      "out/x/.hydra/hydra.yaml",
      "out/x/.hydra/overrides.yaml",
      "out/x/app.log",
    ]);
    expect(app.read("out/x/.hydra/overrides.yaml")).toBe("- name=x\n");
    expect(app.read("out/x/.hydra/hydra.yaml")).toContain(`output_dir: ${join(app.path, "out/x")}\n`);
  });

  it("names the directory by the clock where no config does", async () => {
    await app.run(["hydra.output_subdir=null"]);
    expect(app.made()).toEqual(["outputs/2026-01-02/03-04-05/app.log"]);
  });

  it("puts the job into its directory when hydra.job.chdir asks for it", async () => {
    const cwd = await jobOf(["hydra.job.chdir=true", "hydra.run.dir=o"], (job) => job.cwd);
    expect(cwd).toBe(join(app.path, "o"));
  });

  it("sets and copies variables for the job, which its config sees", async () => {
    const argv = ["+hydra.job.env_set.WHO=me", "hydra.job.env_copy=[HOME]", "+x=${oc.env:WHO}"];
    expect(await jobOf(argv, ({ env, config }) => [env.WHO, env.HOME, config.at("x")])).toEqual([
      "me",
      "/home/me",
      "me",
    ]);
  });

  it("refuses a variable made of the job's config, which env_set cannot see", async () => {
    const { code, stderr } = await app.run(["+hydra.job.env_set.WHO=${name}"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Interpolation key 'name' not found/);
  });

  it("tells a failed job with its overrides, and the way to the whole stack", async () => {
    const task = () => {
      throw new TypeError("no such thing");
    };
    const { code, stderr } = await app.run(["name='a b'"], { task });
    expect(code).toBe(1);
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      `Error executing job with overrides: ["name='a b'"]`,
      "TypeError: no such thing",
    ]);
    expect(stderr).toMatch(
      /\n\nSet the environment variable HYDRA_FULL_ERROR=1 for a complete stack trace\.\n$/,
    );
    expect(stderr).not.toContain("callTask");
  });

  it("shows causes and the whole stack with HYDRA_FULL_ERROR=1", async () => {
    const task = () => {
      throw new Error("outer", { cause: new Error("inner") });
    };
    const { stderr } = await app.run([], { task, env: { HYDRA_FULL_ERROR: "1" } });
    expect(stderr).toContain("callTask");
    expect(stderr).toContain("Caused by: Error: inner");
  });

  it("names a key that the task asks for in vain, and the nearest one", async () => {
    let message = "";
    await app.run([], {
      task: ({ config }) => {
        try {
          config.at("nam");
        } catch (error) {
          if (error instanceof ConfigError) message = error.message;
        }
      },
    });
    expect(message).toBe("Key 'nam' is not in struct\n    full_key: nam\nDid you mean 'name'?");
  });

  it("ends with the code of a task's Exit, and without a report", async () => {
    const task = () => {
      throw new Exit(7);
    };
    expect(await app.run([], { task })).toEqual({ code: 7, stdout: "", stderr: "" });
  });

  it("tells a config error as one block, before anything is made", async () => {
    const { code, stderr } = await app.run(["nam=x"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Could not override 'nam'\.\nTo append to your config use \+nam=x\n/);
    expect(app.made()).toEqual([]);
  });

  it("ends with code 2 and its usage for a command line that cannot be read", async () => {
    const { code, stderr } = await app.run(["--nope"], { program: "app.ts" });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^usage: app\.ts \[--help\]/);
    expect(stderr).toMatch(/app\.ts: error: unrecognized arguments: --nope\n$/);
  });

  it("looks for configs in one more folder after its own", async () => {
    const { stdout } = await app.run(["-cd", "conf/db", "-cn", "sqlite", "--cfg", "job"]);
    expect(stdout).toBe("port: 0\n");
    expect((await app.run(["-cd", "none"])).stderr).toMatch(
      /^Additional config directory '.*\/none' not found\n/,
    );
  });

  it("calls the callbacks that the config names, and goes on when one throws", async () => {
    const calls: string[] = [];
    const callbacks = new Map([
      [
        "my.Callback",
        () => ({
          onRunStart: () => calls.push("run start"),
          onJobStart: () => calls.push("job start"),
          onJobEnd: () => {
            throw new Error("oops");
          },
          onRunEnd: () => calls.push("run end"),
        }),
      ],
    ]);
    const argv = ["+hydra.callbacks.mine={_target_: my.Callback}"];
    const { code, stderr } = await app.run(argv, { callbacks, task: () => void calls.push("task") });
    expect(code).toBe(0);
    expect(calls).toEqual(["run start", "job start", "task", "run end"]);
    expect(stderr).toBe("UserWarning: Callback my.Callback.onJobEnd raised Error: oops\n");
  });

  it("refuses a callback that it does not have", async () => {
    const { code, stderr } = await app.run(["+hydra.callbacks.other={_target_: x.Y}"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^hydra\.callbacks\.other\._target_ is 'x\.Y', which is not here\. Known: hydra\./,
    );
  });

  it("logs what a task returned where the config asks for Hydra's callback", async () => {
    const target = "hydra.experimental.callbacks.LogJobReturnCallback";
    const { stdout } = await app.run([`+hydra.callbacks.log={_target_: ${target}}`], {
      task: () => ({ loss: 2 }),
    });
    expect(stdout).toContain(`[${target}][INFO] - Succeeded with return value: {"loss":2}\n`);
  });
});

describe("--experimental-rerun", () => {
  it("runs the task again with the config that an earlier job wrote", async () => {
    await app.run(["hydra.run.dir=first", "name=again"]);
    const seen: unknown[] = [];
    const task = ({ config, outputDir }: Job) => void seen.push(config.at("name"), outputDir);
    const { code, stderr } = await app.run(["--experimental-rerun", "first"], { task });
    expect({ code, seen }).toEqual({ code: 0, seen: ["again", join(app.path, "first")] });
    expect(stderr).toMatch(/^UserWarning: Experimental rerun/);
  });

  it("says that there is nothing to run again", async () => {
    const { code, stderr } = await app.run(["--experimental-rerun", "none"]);
    expect(code).toBe(1);
    expect(stderr).toContain("File none does not exist!");
  });
});
