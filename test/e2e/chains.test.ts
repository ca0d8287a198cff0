import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isQuantizedGraph } from "../../services/quantization/tflite/is-quantized-graph.js";
import { readGraph } from "../../services/toolkit/tflite/read-graph.js";
import { type Ended, emptyFolder, journalOf, onlyRun, run } from "./program.js";

function metrics(directory: string): Record<string, number> {
  const events = journalOf(directory).filter((event) => event.type === "metric");
  return Object.fromEntries(events.map(({ key, value }) => [key, Number(value)]));
}

describe("chain_qb on the embedded sample, from an empty folder", () => {
  const cwd = emptyFolder();
  let ended: Ended;
  let directory: string;
  beforeAll(async () => {
    ended = await run(["--config-name", "chain_qb_config.yaml"], { cwd });
    directory = onlyRun(cwd);
  });

  it("ends well and prints the footprint and where things are", () => {
    expect(ended.stderr).toBe("");
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain("Flash weights (estimate)");
    expect(ended.stdout).toMatch(/model +experiments_outputs\/.*\/quantized_models\/quantized_model\.tflite/);
  });

  it("leaves a quantized model, the log, the journal and Hydra's files in the run directory", () => {
    const bytes = readFileSync(join(directory, "quantized_models/quantized_model.tflite"));
    expect(isQuantizedGraph(readGraph(bytes, "quantized_model.tflite"))).toBe(true);
    expect(readFileSync(join(directory, "stm32ai_main.log"), "utf8")).toContain("operation_mode: chain_qb");
    expect(journalOf(directory).at(-1)).toMatchObject({ type: "run_finished", status: "FINISHED" });
    expect(readFileSync(join(directory, ".hydra/overrides.yaml"), "utf8")).toBe("[]\n");
    expect(readFileSync(join(directory, ".hydra/config.yaml"), "utf8")).toContain("operation_mode: chain_qb");
    expect(readFileSync(join(directory, ".hydra/hydra.yaml"), "utf8")).toContain(`output_dir: ${directory}`);
  });

  it("logs the zoo's metrics", () => {
    expect(Object.keys(metrics(directory))).toEqual(
      expect.arrayContaining(["RAM Activations KiB", "Flash weights KiB", "MACCs M"]),
    );
  });

  it("leaves an MLflow store with the run in it", () => {
    expect(existsSync(join(cwd, "experiments_outputs/mlruns/0/meta.yaml"))).toBe(true);
    expect(ended.stdout).toContain("experiments_outputs/mlruns/");
    expect(ended.stdout).not.toContain("Not everything reached MLflow");
  });
});

describe("chain_eqe on the embedded sample", () => {
  const cwd = emptyFolder();
  let directory: string;
  beforeAll(async () => {
    const { code, stderr } = await run(["--config-name", "chain_eqe_config.yaml"], { cwd });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    directory = onlyRun(cwd);
  });

  it("evaluates the float network, quantizes it and evaluates the result", () => {
    const { float_OKS = 0, quantized_OKS = 0 } = metrics(directory);
    expect(float_OKS).toBeGreaterThan(85);
    expect(quantized_OKS).toBeGreaterThan(float_OKS - 5);
    expect(quantized_OKS).not.toBe(float_OKS);
  });

  it("runs its three stages in one warm process", () => {
    const started = journalOf(directory).filter((event) => event.type === "stage_started");
    expect(started.map(({ stage }) => stage)).toEqual(["1_evaluation", "2_quantization", "3_evaluation"]);
  });
});

describe("the command line over the file", () => {
  it("operation_mode=quantization runs the quantization of a chain's file alone", async () => {
    const cwd = emptyFolder();
    const { code } = await run(
      [
        "operation_mode=quantization",
        "--config-name",
        "chain_eqe_config.yaml",
        "quantization=tflite_per_tensor",
      ],
      { cwd },
    );
    expect(code).toBe(0);
    const directory = onlyRun(cwd);
    expect(existsSync(join(directory, "1_quantization"))).toBe(true);
    expect(readFileSync(join(directory, ".hydra/overrides.yaml"), "utf8")).toBe(
      "- operation_mode=quantization\n- quantization=tflite_per_tensor\n",
    );
  });

  it("two runs of one second have directories of their own", async () => {
    const cwd = emptyFolder();
    const fixed = "hydra.run.dir=./experiments_outputs/2026_${now:%Y}";
    await Promise.all([1, 2].map(() => run(["--config-name", "benchmarking_config.yaml", fixed], { cwd })));
    expect(existsSync(join(cwd, `experiments_outputs/2026_${new Date().getFullYear()}_1/run.jsonl`))).toBe(
      true,
    );
  });
});
