import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isQuantizedGraph } from "../../../../services/quantization/tflite/is-quantized-graph.js";
import { readGraph } from "../../../../services/toolkit/tflite/read-graph.js";
import { projectRoot } from "../../../shared.js";
import { temporaryFolder } from "../../toolkit/onnx/temporary-folder.js";
import { runService } from "../run-service.js";

const sample = join(projectRoot, "config_file_examples/sample");
const model = join(sample, "pose_sample.h5");
const quantization = { quantizer: "TFlite_converter", engine: "tensorflow" };

afterEach(() => vi.unstubAllEnvs());

/** Puts programs of shell text on an otherwise nearly empty PATH. @returns the folder of caches. */
function machineWith(programs: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  vi.stubEnv("PATH", bin);
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.stubEnv("STM32AI_TENSORFLOW_PYTHON", "");
  return join(folder, "cache");
}

function quantize(output: string) {
  return runService({ model, output, quantization });
}

describe("the Python environment of engine tensorflow", () => {
  test("a machine with neither uv nor Python is told what to install", async () => {
    machineWith({});
    await expect(quantize(temporaryFolder())).rejects.toMatchObject({
      code: "python_missing",
      hint: expect.stringContaining("engine: native"),
    });
  });

  test("a Python that has no packages for this TensorFlow does not count", async () => {
    machineWith({ python3: "exit 1" });
    await expect(quantize(temporaryFolder())).rejects.toMatchObject({ code: "python_missing" });
  });

  test("what the installer says is told, and nothing unfinished stays", async () => {
    const uv = '[ "$1" = pip ] && { echo "No route to pypi.org" >&2; exit 2; }\nexit 0';
    const cache = machineWith({ uv });
    await expect(quantize(temporaryFolder())).rejects.toMatchObject({
      code: "python_environment",
      message: expect.stringContaining("No route to pypi.org"),
    });
    expect(readdirSync(join(cache, "stm32ai_main"))).toEqual([]);
  });

  test("it is made by uv once, and how much is fetched is told before", async () => {
    const answer = `echo '{"ok": false, "step": "convert", "type": "E", "message": "no"}'`;
    const uv = `[ "$1" = venv ] && { /bin/mkdir -p "$4/bin"; echo '#!/bin/sh\n${answer.replaceAll("'", `'"'"'`)}' > "$4/bin/python"; /bin/chmod +x "$4/bin/python"; }
exit 0`;
    const cache = machineWith({ uv });
    await expect(quantize(temporaryFolder())).rejects.toMatchObject({ code: "tensorflow_failed" });
    const [made, ...others] = readdirSync(join(cache, "stm32ai_main"));
    expect([made, others]).toEqual(["tensorflow-2.21.0_tf-keras-2.21.0", []]);
    machineWith({ uv: "exit 1" });
    vi.stubEnv("XDG_CACHE_HOME", cache);
    await expect(quantize(temporaryFolder())).rejects.toMatchObject({ code: "tensorflow_failed" });
  });
});

describe("engine tensorflow", () => {
  /** @returns a program that stands for a Python. */
  function pythonThat(text: string): string {
    const path = join(temporaryFolder(), "python");
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    vi.stubEnv("STM32AI_TENSORFLOW_PYTHON", path);
    return path;
  }

  test("tells the start of what TensorFlow says, and leaves no file", async () => {
    const message = ["Unknown layer: Mine", ...Array.from({ length: 50 }, (_, i) => `trace ${i}`)].join(
      "\\n",
    );
    pythonThat(
      `printf '%s\\n' '{"ok": false, "step": "load", "type": "ValueError", "message": "${message}"}'`,
    );
    const output = temporaryFolder();
    const failure = await quantize(output).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: "tensorflow_failed", path: model });
    expect(String(failure)).toContain("TensorFlow does not load");
    expect(String(failure)).toContain("Unknown layer: Mine");
    expect(String(failure)).not.toContain("trace 20");
    expect(readdirSync(join(output, "quantized_models"))).toEqual([]);
  });

  test("tells a Python that breaks off, with its last words", async () => {
    const python = pythonThat('echo "Illegal instruction" >&2; exit 132');
    await expect(quantize(temporaryFolder())).rejects.toThrow(
      `${python} ended with exit code 132.\nIllegal instruction`,
    );
  });

  test("tells a Python that is not there, or lacks a package, with the variable that names it", async () => {
    const answer = '{"ok": false, "step": "load", "type": "ModuleNotFoundError", "message": "No module"}';
    const python = pythonThat(`echo '${answer}'`);
    const hint = expect.stringContaining("STM32AI_TENSORFLOW_PYTHON names it");
    const message = `${python} lacks a package.\nNo module`;
    await expect(quantize(temporaryFolder())).rejects.toMatchObject({ message, hint });
    vi.stubEnv("STM32AI_TENSORFLOW_PYTHON", "/no/python");
    const gone = { message: "/no/python cannot be started.", hint };
    await expect(quantize(temporaryFolder())).rejects.toMatchObject(gone);
  });

  test("tells what is wrong and not where in the script", async () => {
    const message = "/a/convert.py:84:1: error: tf.List is unknown\\n  print(1)\\n^";
    pythonThat(`printf '%s\\n' '{"ok": false, "step": "convert", "type": "E", "message": "${message}"}'`);
    await expect(quantize(temporaryFolder())).rejects.toThrow(/convert [^:]+: tf\.List is unknown$/);
  });

  test("gives TensorFlow the calibration images as raw float32, one after the other", async () => {
    const copy = join(temporaryFolder(), "request.json");
    pythonThat(
      `/bin/cp "$2" "${copy}"; /bin/cp "$(/bin/sed 's/.*"samples":"\\([^"]*\\)".*/\\1/' "$2")" "${copy}.f32"; exit 1`,
    );
    await expect(quantize(temporaryFolder())).rejects.toMatchObject({ code: "tensorflow_failed" });
    const { shape } = JSON.parse(readFileSync(copy, "utf8"));
    expect(shape).toEqual([10, 128, 128, 3]);
    expect(readFileSync(`${copy}.f32`).length).toBe(4 * 10 * 128 * 128 * 3);
  });
});

const python = process.env.TENSORFLOW_PYTHON;
describe.skipIf(python === undefined)("engine tensorflow with the real one (needs TENSORFLOW_PYTHON)", () => {
  test("makes an int8 .tflite of the sample", { timeout: 120_000 }, async () => {
    vi.stubEnv("STM32AI_TENSORFLOW_PYTHON", python);
    const output = temporaryFolder();
    await runService({ model, calibration: join(sample, "images/quantization"), output, quantization });
    const path = join(output, "quantized_models/quantized_model.tflite");
    expect(existsSync(path)).toBe(true);
    expect(isQuantizedGraph(readGraph(readFileSync(path), "result"))).toBe(true);
  });
});
