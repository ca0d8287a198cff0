/** Configurations as the Python model zoo's users have them: one flat file, nothing of this program in it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ConfigNode } from "../../src/config/nodes/node.js";
import { loadYaml } from "../../src/config/yaml/load.js";
import { projectRoot } from "../shared.js";
import { emptyFolder, run, sample } from "./program.js";

const folder = join(projectRoot, "test/fixtures/zoo");
const names = readdirSync(folder).map((file) => file.replace(".yaml", ""));

/** The paths of a file are its author's; here they lead to the embedded sample. */
const PATHS = [
  `general.model_path=${join(sample, "pose_sample.h5")}`,
  `dataset.test_path=${join(sample, "images/test")}`,
  `dataset.quantization_path=${join(sample, "images/quantization")}`,
];

const STAGES: Readonly<Record<string, readonly string[]>> = {
  quantization: ["1_quantization"],
  evaluation: ["1_evaluation"],
  benchmarking: ["1_benchmarking"],
  chain_qb: ["1_quantization", "2_benchmarking"],
  chain_eqe: ["1_evaluation", "2_quantization", "3_evaluation"],
  chain_eqeb: ["1_evaluation", "2_quantization", "3_evaluation", "4_benchmarking"],
};

const ABSENT: Readonly<Record<string, string>> = {
  training: "training",
  chain_tqe: "training",
  chain_tqeb: "training",
  deployment: "deployment",
  chain_qd: "deployment",
  prediction: "prediction",
};

const ATTRIBUTES: Readonly<Record<string, string>> = {
  general:
    "project_name model_path model_type logs_dir saved_models_dir deterministic_ops display_figures global_seed gpu_memory_limit num_threads_tflite",
  dataset:
    "name keypoints training_path validation_path test_path quantization_path validation_split quantization_split seed",
  preprocessing: "rescaling.scale rescaling.offset resizing.interpolation resizing.aspect_ratio color_mode",
  data_augmentation: "random_rotation.factor",
  training: "batch_size model.input_shape",
  postprocessing: "kpts_conf_thresh confidence_thresh NMS_thresh max_detection_boxes plot_metrics",
  quantization:
    "quantizer quantization_type quantization_input_type quantization_output_type granularity optimize export_dir",
  evaluation: "gen_npy_input gen_npy_output npy_in_name npy_out_name target",
  prediction: "test_files_path seed target",
  tools:
    "stedgeai.version stedgeai.optimization stedgeai.on_cloud stedgeai.path_to_stedgeai stm32ai.path_to_stm32ai path_to_cubeIDE",
  benchmarking: "board",
  deployment:
    "c_project_path IDE verbosity label_file_path board_deploy_path hardware_setup.serie hardware_setup.board hardware_setup.stlink_serial_number hardware_setup.ip_address",
  mlflow: "uri",
  hydra: "run.dir",
};

function dryRun(name: string, ...overrides: readonly string[]) {
  const args = ["--config-path", folder, "--config-name", name, "--dry-run", ...PATHS, ...overrides];
  return run(args, { cwd: emptyFolder() });
}

function keysOf(node: ConfigNode, prefix = ""): string[] {
  if (node.kind !== "map") return [prefix];
  return [...node.entries].flatMap(([name, { value }]) =>
    keysOf(value, prefix === "" ? name : `${prefix}.${name}`),
  );
}

describe("the configurations of test/fixtures/zoo", () => {
  it("are one for each operation mode of the zoo", () => {
    expect(names.toSorted()).toEqual([...Object.keys(STAGES), ...Object.keys(ABSENT)].toSorted());
  });

  it("hold every attribute of every section of the zoo between them", () => {
    const texts = names.map((name) => readFileSync(join(folder, `${name}.yaml`), "utf8"));
    const keys = new Set(texts.flatMap((text) => keysOf(loadYaml(text, "zoo.yaml"))));
    const wanted = Object.entries(ATTRIBUTES).flatMap(([section, attributes]) =>
      attributes.split(" ").map((attribute) => `${section}.${attribute}`),
    );
    expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  });

  it.each(Object.keys(STAGES))("%s is accepted as it is, but for paths", async (name) => {
    const { code, stdout } = await dryRun(name);
    expect(code).toBe(0);
    expect(stdout.match(/^\d_\w+/gm)).toEqual(STAGES[name]);
  });

  it.each(Object.keys(ABSENT))("%s is refused with one line that names the missing service", async (name) => {
    const { code, stderr } = await dryRun(name);
    expect(code).toBe(1);
    expect(stderr).toContain("Configuration error (1 problem)");
    expect(stderr).toContain(`'${name}' is not available here: there is no service '${ABSENT[name]}'.`);
  });
});

describe("what the zoo's evaluation of texts gives", () => {
  it("numbers from expressions, quoted or not", async () => {
    const { stdout } = await dryRun("chain_eqe");
    expect(stdout).toContain(`preprocessing.rescaling.scale: ${2 / 255}`);
    expect(stdout).toContain("preprocessing.rescaling.offset: -1");
    expect(stdout).toContain(`dataset.quantization_split: ${1 / 3}`);
  });

  it("the default for a blank attribute, and a seed of 0 as it is", async () => {
    const { stdout } = await dryRun("chain_eqe");
    expect(stdout).toContain('quantization.granularity: "per_channel"');
    expect(stdout).toContain("dataset.seed: 0");
    expect(stdout).toContain("chain_eqe: 3 stages, seed 0");
  });
});

describe("a quantizer that does not take the model", () => {
  const words = [`general.model_path=${join(sample, "pose_sample.onnx")}`];

  it("is told under the plan of a dry run, with the way out", async () => {
    const { stderr } = await dryRun("chain_qb", ...words);
    expect(stderr).toContain("This plan cannot run (1 problem)");
    expect(stderr).toMatch(
      /quantizer: 'TFlite_converter' does not take \.onnx models\n +at .*chain_qb\.yaml:16:14/,
    );
    expect(stderr).toContain("Set quantization.quantizer: onnx_quantizer");
  });

  it("stops a run before its directory is made", async () => {
    const cwd = emptyFolder();
    const args = ["--config-path", folder, "--config-name", "chain_qb", ...PATHS, ...words];
    const { code, stderr } = await run(args, { cwd });
    expect([code, readdirSync(cwd)]).toEqual([1, []]);
    expect(stderr).toContain("onnx_quantizer");
  });
});
