import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../../src/config/app/job/job.js";
import { formatRecord } from "../../../src/config/app/logging/format-record.js";
import { AppFolder } from "./app-folder.js";

let app: AppFolder;
beforeEach(() => {
  app = new AppFolder({ "config.yaml": "hydra:\n  run:\n    dir: o\n" });
});
afterEach(() => app.remove());

const task = ({ log }: Job) => {
  log.debug("d");
  log.info("i");
  log.warning("w");
  log.error("e");
};
const line = (level: string, text: string) => `[2026-01-02 03:04:05,678][app][${level}] - ${text}\n`;
const FROM_INFO = line("INFO", "i") + line("WARNING", "w") + line("ERROR", "e");

describe("hydra.job_logging", () => {
  it("writes to stdout and to the job's file, from INFO on", async () => {
    expect((await app.run([], { task })).stdout).toBe(FROM_INFO);
    expect(app.read("o/app.log")).toBe(FROM_INFO);
  });

  it("tells everything of the loggers that hydra.verbose names", async () => {
    const { stdout } = await app.run(["hydra.verbose=[app]"], { task });
    expect(stdout).toBe(line("DEBUG", "d") + FROM_INFO);
  });

  it("is silent when it is disabled, and makes no file", async () => {
    expect(await app.run(["hydra/job_logging=disabled"], { task })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(app.made()).not.toContain("o/app.log");
  });

  it("leaves Hydra's own log in place when it is none", async () => {
    const { stdout } = await app.run(["hydra/job_logging=none"], { task });
    expect(stdout).toContain("[2026-01-02 03:04:05,678][HYDRA] w\n");
    expect(app.made()).not.toContain("o/app.log");
  });

  it("prints bare messages with stdout", async () => {
    expect((await app.run(["hydra/job_logging=stdout"], { task })).stdout).toBe("i\nw\ne\n");
  });

  it("follows levels of handlers and loggers, formats and streams", async () => {
    const { stdout, stderr } = await app.run(
      [
        "+hydra.job_logging.handlers.console.level=ERROR",
        "hydra.job_logging.handlers.console.stream=ext://sys.stderr",
        "hydra.job_logging.formatters.simple.format='%(levelname)-8s|%(message)s %%'",
        "+hydra.job_logging.loggers.app.level=WARNING",
      ],
      { task },
    );
    expect(stdout).toBe("");
    expect(stderr).toBe("ERROR   |e %\n");
    expect(app.read("o/app.log")).toBe("WARNING |w %\nERROR   |e %\n");
  });

  it.each([
    ["hydra.job_logging.root.level=LOUD", "there is no level 'LOUD'"],
    ["hydra.job_logging.handlers.console.class=x.Y", "there is no handler class 'x.Y' here"],
    ["hydra.job_logging.root.handlers=[nope]", "there is no handler 'nope'"],
    ["hydra.job_logging.handlers.console.formatter=nope", "there is no formatter 'nope'"],
    ["hydra.job_logging.version=2", "its version is 2, not 1"],
    ["hydra.verbose={a: 1}", "hydra.verbose must be true, false, or the names of loggers"],
  ])("refuses %s", async (override, problem) => {
    const { code, stderr } = await app.run([override], { task });
    expect(code).toBe(1);
    expect(stderr).toContain(`The logging config cannot be used: ${problem}`);
  });
});

describe("formatRecord", () => {
  const record = {
    name: "n",
    level: "INFO",
    message: "100% m",
    time: new Date(2026, 0, 2, 3, 4, 5, 6),
  } as const;

  it("fills Python's fields, pads them, and leaves those that it does not know", () => {
    expect(formatRecord(record, "%(levelname)6s %(levelno)d %(message)s %(thread)d")).toBe(
      "  INFO 20 100% m %(thread)d",
    );
  });

  it("writes the time with milliseconds, or in a format of its own", () => {
    expect(formatRecord(record, "%(asctime)s")).toBe("2026-01-02 03:04:05,006");
    expect(formatRecord(record, "%(asctime)s", "%H:%M")).toBe("03:04");
  });
});
