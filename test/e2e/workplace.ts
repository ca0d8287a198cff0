/** A folder in which a user stands who gets something wrong, and what the program tells there. */
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Ended, emptyFolder, run, sample } from "./program.js";

const GENERAL = `general:
  project_name: bad_input
  model_path: pose_sample.onnx
  model_type: heatmaps_spe

`;
const REST = `
dataset:
  name: three
  keypoints: 13
  test_path: photos
  quantization_path: photos
  quantization_split: 1.0
  seed: 0

training:
  batch_size: 4

preprocessing:
  rescaling: { scale: 1/127.5, offset: -1 }
  resizing:
    aspect_ratio: fit
    interpolation: nearest
  color_mode: rgb

quantization:
  quantizer: onnx_quantizer
  quantization_type: PTQ
  quantization_input_type: float
  quantization_output_type: float

mlflow:
  uri: ./experiments_outputs/mlruns
`;
const TOOLS = `
tools:
  stedgeai:
    version: 10.0.0
    optimization: balanced
    on_cloud: False
    path_to_stedgeai: /nowhere/stedgeai
  path_to_cubeIDE: /nowhere

benchmarking:
  board: STM32H747I-DISCO
`;
const HYDRA = "\nhydra:\n  run:\n    dir: ./experiments_outputs/${now:%Y_%m_%d_%H_%M_%S}\n";
export const EVAL = `${GENERAL}operation_mode: evaluation\n${REST}${HYDRA}`;

/** @returns a folder with configurations, a model and three photos with their labels. */
export function workplace(): string {
  const cwd = emptyFolder();
  const files: Readonly<Record<string, string>> = {
    "eval.yaml": EVAL,
    "qb.yaml": `${GENERAL}operation_mode: chain_qb\n${REST}${TOOLS}${HYDRA}`,
    "no_hydra.yaml": `${GENERAL}operation_mode: evaluation\n${REST}`,
    "syntax.yaml": "operation_mode: evaluation\ngeneral:\n  a: b: c\n",
    "tab.yaml": "operation_mode: evaluation\ngeneral:\n\tproject_name: x\n",
    "twice.yaml": `${EVAL}operation_mode: evaluation\n`,
    "empty.yaml": "",
    "text.onnx": "this is no network\n",
    "m.h5": "",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const model = join(sample, "pose_sample.onnx");
  symlinkSync(model, join(cwd, "pose_sample.onnx"));
  writeFileSync(join(cwd, "broken.onnx"), readFileSync(model).subarray(0, 20_000));
  mkdirSync(join(cwd, "photos"));
  for (const name of ["person_000", "person_001", "person_002"])
    for (const ending of [".jpg", ".txt"])
      copyFileSync(join(sample, "images/test", name + ending), join(cwd, "photos", name + ending));
  return cwd;
}

export const EVALUATE = ["--config-path", ".", "--config-name", "eval"];

export interface Outcome extends Ended {
  readonly cwd: string;
  readonly text: string;
}

export async function tell(
  words: readonly string[],
  cwd = workplace(),
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const ended = await run(words, { cwd, env });
  return { ...ended, cwd, text: ended.stdout + ended.stderr };
}

/** Two processes at a time. */
export async function inPairs<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const next = items.entries();
  const worker = async () => {
    for (const [index, item] of next) results[index] = await work(item);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

export function expectBlock({ code, stderr, text }: Outcome, says: string | RegExp): void {
  expect(code).toBe(1);
  expect(stderr).toMatch(says);
  expect(text).not.toMatch(/^ {4}at .+\(.+\)$|node:internal|This is a bug/m);
}
