/** A Python with TensorFlow, for tests against the real thing: they skip where TENSORFLOW_PYTHON names none. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "./shared.js";

const python = process.env.TENSORFLOW_PYTHON ?? "";

/** `test.skipIf(!hasTensorflow)("… (needs TENSORFLOW_PYTHON, the path of a Python with tensorflow)")`. */
export const hasTensorflow = python !== "";

/** @returns what a script of test/fixtures/tensorflow prints, read as JSON. */
export function runTensorflow(script: string, args: readonly string[]): unknown {
  const output = execFileSync(
    python,
    [join(projectRoot, "test", "fixtures", "tensorflow", script), ...args],
    {
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", TF_USE_LEGACY_KERAS: "1", PYTHONWARNINGS: "ignore" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  return JSON.parse(output);
}
