import type { Sample } from "../../../services/quantization/tflite/calibrate/feeds.js";
import { NumpyRandom } from "../../../services/toolkit/random/numpy-random.js";
import { blobReader } from "../blob.js";
import type { GoldenCase } from "./manifest.js";

/** The numbers in the text of `calibration_spec.generator`, which the larger network has in place of samples. */
const GENERATED = { count: 10, seed: 5000, deviation: 0.45, wave: 0.25, wavelength: 7 };

/** @returns the calibration samples of a case, for the input of that name. */
export async function* calibrationSamples(
  { calibration, input_shape }: GoldenCase,
  folder: string,
  input: string,
): AsyncGenerator<Sample> {
  const blobs = blobReader(folder);
  for (const blob of calibration ?? []) yield new Map([[input, blobs.floats(blob)]]);
  if (calibration) return;
  const length = input_shape.reduce((product, size) => product * size, 1);
  for (let k = 0; k < GENERATED.count; k++) yield new Map([[input, generatedSample(length, k)]]);
}

function generatedSample(length: number, k: number): Float32Array {
  const { seed, deviation, wave, wavelength } = GENERATED;
  const normal = normals(new NumpyRandom(seed + k));
  return Float32Array.from({ length }, (_, i) => {
    const value = deviation * normal() + wave * Math.sin(i / wavelength + k);
    return Math.min(1, Math.max(-1, value));
  });
}

/** @returns a source of normal values as of `numpy.random.RandomState`: by the polar method, two at a time. */
function normals(random: NumpyRandom): () => number {
  let spare: number | undefined;
  return () => {
    const kept = spare;
    spare = undefined;
    if (kept !== undefined) return kept;
    for (;;) {
      const x = random.uniform(-1, 1);
      const y = random.uniform(-1, 1);
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = factor * x;
      return factor * y;
    }
  };
}
