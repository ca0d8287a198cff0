import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { mkdtemp, open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readKeras } from "../../toolkit/keras/read-keras.js";
import { ServiceError } from "../../toolkit/service/error.js";
import type { CalibrationSet } from "../calibration-set.js";
import { openCalibrationSet } from "../open-calibration-set.js";
import type { Job, Quantize } from "../road.js";
import { kerasImageInput } from "../tflite/keras-image-input.js";
import { isOwnPython, pythonEnvironment } from "./python-environment.js";
import { runProgram } from "./run-program.js";

const SCRIPT = fileURLToPath(new URL("convert.py", import.meta.url));

/**
 * A Keras network becomes an int8 .tflite by TensorFlow's own converter, in a Python environment that is made for it:
 * for layers that the native engine does not know.
 * @throws ServiceError `tensorflow_failed` with what TensorFlow says; as `readKeras`, `kerasImageInput`,
 * `openCalibrationSet` and `pythonEnvironment`.
 */
export const quantizeTensorflow: Quantize = async (job) => {
  const { settings, signal, emit } = job;
  const { modelPath, exportPath, preprocessing } = settings;
  const { inputs } = await readKeras(modelPath);
  const input = kerasImageInput(inputs, preprocessing.channels, modelPath);
  const set = await openCalibrationSet(input, job);
  const python = await pythonEnvironment({
    env: process.env,
    signal,
    tell: (message) => emit.log("info", message),
  });
  mkdirSync(dirname(exportPath), { recursive: true });
  const folder = await mkdtemp(join(dirname(exportPath), ".tensorflow-"));
  try {
    const samples = join(folder, "samples.f32");
    const shape = [await writeSamples(samples, set), ...input.imageDims];
    await convert(python, { folder, samples, shape }, job);
    renameSync(join(folder, "model.tflite"), exportPath);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { size: statSync(exportPath).size, images: set.images };
};

/** @returns the number of images written, raw float32 one after the other. */
async function writeSamples(path: string, { batches }: CalibrationSet): Promise<number> {
  const file = await open(path, "wx");
  let images = 0;
  try {
    for await (const { data, count } of batches) {
      await file.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      images += count;
    }
  } finally {
    await file.close();
  }
  return images;
}

interface Work {
  readonly folder: string;
  readonly samples: string;
  readonly shape: readonly number[];
}

async function convert(python: string, { folder, samples, shape }: Work, job: Job): Promise<void> {
  const { modelPath, granularity, inputType, outputType } = job.settings;
  const request = join(folder, "request.json");
  const content = {
    model: modelPath,
    samples,
    shape,
    granularity,
    input_type: inputType,
    output_type: outputType,
    result: join(folder, "model.tflite"),
  };
  await writeFile(request, JSON.stringify(content));
  job.emit.log("info", "TensorFlow converts the model.");
  const { code, stdout, stderr } = await runProgram(python, [SCRIPT, request], {
    env: process.env,
    signal: job.signal,
  });
  const answer = lastObject(stdout);
  if (answer?.ok === true) return;
  if (answer === undefined || answer.type === "ModuleNotFoundError") {
    const end = String(answer?.message ?? stderr.trim().split("\n").slice(-5).join("\n"));
    const how = code === undefined ? "cannot be started" : `ended with exit code ${code}`;
    const what = `${python} ${answer === undefined ? how : "lacks a package"}`;
    throw new ServiceError("tensorflow_failed", end === "" ? `${what}.` : `${what}.\n${end}`, {
      hint: isOwnPython(process.env)
        ? "STM32AI_TENSORFLOW_PYTHON names it: it must be a Python that has tensorflow and tf-keras."
        : "Remove that environment's folder to have it made anew.",
    });
  }
  const what = answer.step === "load" ? "load" : "convert";
  throw new ServiceError(
    "tensorflow_failed",
    `TensorFlow does not ${what} ${modelPath}: ${firstLines(String(answer.message))}`,
    { path: modelPath },
  );
}

function lastObject(stdout: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Its messages go on for pages: what is wrong stands at the start, or after the place in the script. */
function firstLines(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const error = lines.find((line) => /^\S+\.py:\d+:\d+: error: /.test(line));
  return error?.replace(/^.*?: error: /, "") ?? lines.slice(0, 6).join("\n");
}
