/** The suite `resize`: every method of `tf.image.resize`, and `tf.image.resize_with_pad`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resizeWithPad } from "../../services/toolkit/image/padded.js";
import type { FloatRaster, Raster } from "../../services/toolkit/image/pixels.js";
import type { Interpolation } from "../../services/toolkit/image/resize/interpolations.js";
import { resize } from "../../services/toolkit/image/resize/resize.js";
import { type Blob, blobReader } from "./blob.js";
import type { CaseResult, Suite } from "./suite.js";

interface ResizeCase {
  readonly id: string;
  readonly op?: "resize_with_pad";
  readonly method: Interpolation;
  readonly antialias: boolean;
  readonly preserve_aspect_ratio?: boolean;
  readonly in_size: readonly [height: number, width: number];
  readonly out_size: readonly [height: number, width: number];
  readonly channels: number;
  readonly input: Blob;
  readonly output?: Blob;
  readonly error?: string;
}

type Reader = ReturnType<typeof blobReader>;

/** As the vectors' README advises: a share of the largest input value. */
const TOLERANCE = 2e-6;
/** Methods that only copy or mix two neighbours have no room for another order of additions. */
const EXACT = new Set([
  "resize/nearest",
  "resize/bilinear/noaa",
  "resize_par/nearest",
  "resize_par/bilinear",
]);

export const resizing: Suite = async function* ({ folder, only }) {
  const manifest: { cases: readonly ResizeCase[] } = JSON.parse(
    readFileSync(join(folder, "manifest.json"), "utf8"),
  );
  const reader = blobReader(folder);
  for (const golden of manifest.cases) {
    if (only === undefined || only.has(golden.method)) yield check(golden, reader);
  }
};

function check(golden: ResizeCase, reader: Reader): CaseResult {
  const group = golden.op ?? `${golden.method}${golden.antialias ? " antialiased" : ""}`;
  const failure = failureOf(golden, reader);
  return failure === undefined ? { id: golden.id, group } : { id: golden.id, group, failure };
}

function failureOf(golden: ResizeCase, reader: Reader): string | undefined {
  const [height, width] = golden.in_size;
  const data = golden.input.dtype === "uint8" ? reader.bytes(golden.input) : reader.floats(golden.input);
  const image: Raster = { height, width, channels: golden.channels, data };
  let resized: FloatRaster;
  try {
    resized = run(image, golden);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return golden.error?.includes(message) ? undefined : `unexpected error: ${message}`;
  }
  if (golden.output === undefined) return `expected the error '${golden.error}'`;
  const shape = [resized.height, resized.width, resized.channels].join();
  if (shape !== golden.output.shape.join()) return `shape is ${shape}, expected ${golden.output.shape}`;
  const isExact = [...EXACT].some((prefix) => golden.id.startsWith(`${prefix}/`));
  const largest = Float32Array.from(data).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return difference(resized.data, reader.floats(golden.output), isExact ? 0 : TOLERANCE * largest);
}

function run(image: Raster, golden: ResizeCase): FloatRaster {
  const [height, width] = golden.out_size;
  if (golden.op === "resize_with_pad")
    return resizeWithPad(image, { height, width }, { ratio: "reciprocal" });
  return resize(
    image,
    { height, width },
    {
      method: golden.method,
      antialias: golden.antialias,
      preserveAspectRatio: golden.preserve_aspect_ratio ?? false,
    },
  );
}

function difference(got: Float32Array, wanted: Float32Array, tolerance: number): string | undefined {
  const wrong = got.findIndex((value, i) => !(Math.abs(value - (wanted[i] ?? Number.NaN)) <= tolerance));
  return wrong < 0 ? undefined : `value ${wrong} is ${got[wrong]}, expected ${wanted[wrong]} ± ${tolerance}`;
}
