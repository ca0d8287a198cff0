import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Tensor } from "onnxruntime-node";
import type { Sample } from "../../../services/quantization/onnx/calibrator.js";
import type { Model } from "../../../services/toolkit/onnx/read-model.js";
import { NumpyRandom } from "../../../services/toolkit/random/numpy-random.js";
import type { Blob, GoldenCase } from "./manifest.js";

/** Seeds of the samples that are given by a generator: `numpy.random.RandomState(seed + k).uniform(-1, 1, shape)`. */
const CALIBRATION_SEED = 1000;
const TEST_SEED = 2000;

/** Reads the tensors of a folder of vectors; each blob file is read once. */
export class GoldenSamples {
  readonly #folder: string;
  readonly #files = new Map<string, Buffer>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  bytes({ blob, offset, bytes }: Blob): Uint8Array<ArrayBuffer> {
    const file = this.#files.get(blob) ?? readFileSync(join(this.#folder, blob));
    this.#files.set(blob, file);
    return Uint8Array.from(file.subarray(offset, offset + bytes));
  }

  floats(blob: Blob): Float32Array {
    return new Float32Array(this.bytes(blob).buffer);
  }

  async *calibration(golden: GoldenCase, model: Model): AsyncGenerator<Sample> {
    if (golden.calibration !== undefined) {
      for (const blobs of golden.calibration) yield this.#sample(golden, blobs);
      return;
    }
    const { shape = [], count = 0 } = golden.calibration_spec ?? {};
    for (let k = 0; k < count; k++) yield generated(model, CALIBRATION_SEED + k, shape);
  }

  test(golden: GoldenCase, model: Model, k: number): Sample {
    const blobs = golden.test_inputs?.[k];
    if (blobs !== undefined) return this.#sample(golden, blobs);
    return generated(model, TEST_SEED + k, golden.calibration_spec?.shape ?? []);
  }

  #sample({ input_names = [] }: GoldenCase, blobs: readonly Blob[]): Sample {
    const entries = blobs.map((blob, i) => [
      input_names[i],
      new Tensor("float32", this.floats(blob), blob.shape),
    ]);
    return Object.fromEntries(entries);
  }
}

function generated(model: Model, seed: number, shape: readonly number[]): Sample {
  const random = new NumpyRandom(seed);
  const length = shape.reduce((product, dim) => product * dim, 1);
  const data = Float32Array.from({ length }, () => random.uniform(-1, 1));
  return { [model.graph.input[0]?.name ?? ""]: new Tensor("float32", data, shape) };
}
