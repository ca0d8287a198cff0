import { describe, expect, test } from "vitest";
import { runProgram } from "../../../../services/quantization/tensorflow/run-program.js";

const node = (text: string, signal = new AbortController().signal) =>
  runProgram(process.execPath, ["-e", text], { env: process.env, signal });

describe("a program", () => {
  test("ends with its code and what it printed", async () => {
    const ended = await node('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(ended).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
  });

  test("may print as much as it likes: the end is kept", async () => {
    const ended = await node('process.stderr.write("x".repeat(3e6) + "The last words.")');
    expect(ended.code).toBe(0);
    expect(ended.stderr.length).toBe(1_000_000);
    expect(ended.stderr).toMatch(/x{9}The last words\.$/);
  });

  test("that is not there has no code", async () => {
    const signal = new AbortController().signal;
    const ended = await runProgram("/no/program", [], { env: {}, signal });
    expect(ended).toEqual({ code: undefined, stdout: "", stderr: "" });
  });

  test("ends with the signal, for its reason", async () => {
    const stop = new AbortController();
    const running = node("setInterval(() => {}, 1000)", stop.signal);
    stop.abort(new Error("stopped"));
    await expect(running).rejects.toThrow("stopped");
  });
});
