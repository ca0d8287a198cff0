import { toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "../../../services/toolkit/onnx/onnx_pb.js";
import { openSession } from "../../../services/toolkit/onnx/open-session.js";
import type { Model } from "../../../services/toolkit/onnx/read-model.js";
import type { GoldenSamples } from "./golden-samples.js";
import type { Blob, GoldenCase, GoldenTest } from "./manifest.js";

/** Share of the elements of an output that rounding in another order may move by one step. */
const MOVED = 0.05;
/** How much less signal to noise, in dB, other kernels may give to a network of many layers. */
const LOST = 3;

/**
 * Runs a quantized model on the test inputs, with the runtime's optimizations and without.
 *
 * @param float - the model before it was quantized.
 * @returns the first difference from the golden outputs, or nothing.
 */
export async function compareOutputs(
  quantized: Model,
  float: Model,
  golden: GoldenCase,
  samples: GoldenSamples,
): Promise<string | undefined> {
  const wanted = await runAll(float, "disabled", golden, samples);
  for (const level of ["disabled", "all"] as const) {
    const got = await runAll(quantized, level, golden, samples);
    for (const [k, test] of golden.test_outputs.entries()) {
      const blobs = blobsOf(test, level);
      for (const [i, { name, data }] of (got[k] ?? []).entries()) {
        const blob = blobs?.[i];
        const difference =
          blob === undefined
            ? comparedToNoise(data, wanted[k]?.[i]?.data, noiseOf(test, level)?.[i])
            : compare(data, samples.floats(blob), { step: outputStep(golden, name), moved: level });
        if (difference !== undefined)
          return `output ${name} of test ${k}, optimizations ${level}: ${difference}`;
      }
    }
  }
  return undefined;
}

interface Output {
  readonly name: string;
  readonly data: Float32Array;
}

async function runAll(
  model: Model,
  optimization: "disabled" | "all",
  golden: GoldenCase,
  samples: GoldenSamples,
): Promise<readonly (readonly Output[])[]> {
  const bytes = toBinary(ModelProtoSchema, model);
  const session = await openSession(bytes, { name: golden.id, optimization });
  const results: Output[][] = [];
  try {
    for (const k of golden.test_outputs.keys()) {
      const outputs = await session.run(samples.test(golden, model, k));
      results.push(session.outputNames.map((name) => ({ name, data: floats(outputs[name]?.data) })));
    }
  } finally {
    await session.release();
  }
  return results;
}

function floats(data: unknown): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new Error("Expected a float32 output");
}

function compare(
  got: Float32Array,
  wanted: Float32Array,
  { step, moved }: { step: number; moved: "disabled" | "all" },
): string | undefined {
  if (got.length !== wanted.length) return `${got.length} values for ${wanted.length}`;
  const off = Array.from(got, (value, i) => Math.abs(value - (wanted[i] ?? Number.NaN)));
  const worst = off.findIndex((distance) => !(distance <= 1.001 * step));
  if (worst >= 0) return `${got[worst]} at ${worst} for ${wanted[worst]}, more than a step of ${step}`;
  const count = off.filter((distance) => distance > 0.001 * step).length;
  const allowed = moved === "all" ? off.length : Math.max(1, MOVED * off.length);
  return count > allowed ? `${count} of ${off.length} values differ` : undefined;
}

/** For outputs that are too large for the vectors: the signal-to-noise ratio against the float model's. */
function comparedToNoise(
  got: Float32Array,
  float: Float32Array | undefined,
  golden: number | undefined,
): string | undefined {
  if (float === undefined || golden === undefined) return undefined;
  let signal = 0;
  let noise = 0;
  for (const [i, value] of float.entries()) {
    signal += value ** 2;
    noise += (value - (got[i] ?? Number.NaN)) ** 2;
  }
  const ratio = 10 * Math.log10(signal / noise);
  return ratio >= golden - LOST ? undefined : `${ratio.toFixed(1)} dB for ${golden.toFixed(1)} dB`;
}

/** A step of the output's quantization; of one that is not quantized, a step of float32 around 1. */
function outputStep({ quantized }: GoldenCase, name: string): number {
  const last = quantized.nodes.find(({ op, outputs }) => op === "DequantizeLinear" && outputs.includes(name));
  return quantized.initializers[last?.inputs[1] ?? ""]?.values?.[0] ?? 2 ** -23;
}

function blobsOf(test: GoldenTest, level: "disabled" | "all"): readonly Blob[] | undefined {
  if ("disabled" in test) return level === "disabled" ? test.disabled.int8 : test.default.int8;
  return level === "disabled" ? test.int8 : undefined;
}

function noiseOf(test: GoldenTest, level: "disabled" | "all"): readonly number[] | undefined {
  if ("disabled" in test) return undefined;
  return level === "disabled" ? test.sqnr_db : test.sqnr_db_default_opt;
}
