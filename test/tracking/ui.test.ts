import { describe, expect, it } from "vitest";
import { findViewer, isOnPath } from "../../src/tracking/ui.js";

function viewer(uri: string, ...programs: string[]) {
  return findViewer({ uri, cwd: "/home/ana", port: 5000, hasProgram: (name) => programs.includes(name) });
}

const ARGS =
  "server --backend-store-uri /home/ana/mlruns --no-serve-artifacts --host 127.0.0.1 --port 5000 --workers 1";

describe("findViewer", () => {
  it.each([
    [["mlflow", "uvx", "pipx"], "mlflow", ARGS],
    [["uvx", "pipx"], "uvx", `mlflow ${ARGS}`],
    [["pipx"], "pipx", `run mlflow ${ARGS}`],
  ])("with %j opens a local store by %s", (programs, command, args) => {
    expect(viewer("./mlruns", ...programs)).toEqual({
      kind: "command",
      command,
      args: args.split(" "),
      env: { MLFLOW_ALLOW_FILE_STORE: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" },
      url: "http://127.0.0.1:5000",
    });
  });

  it("says what to install when there is nothing", () => {
    expect(viewer("./mlruns")).toMatchObject({
      kind: "missing",
      message: expect.stringMatching(/pip install mlflow.*uv.*pipx/),
    });
  });

  it("names the page of a server", () => {
    expect(viewer("http://ana:secret@host:5000/", "mlflow")).toEqual({
      kind: "page",
      url: "http://host:5000",
    });
  });
});

describe("isOnPath", () => {
  it("finds an installed program only", () => {
    expect(isOnPath("node", { PATH: process.env.PATH })).toBe(true);
    expect(isOnPath("no-such-program", process.env)).toBe(false);
    expect(isOnPath("node", { PATH: "" })).toBe(false);
  });
});
