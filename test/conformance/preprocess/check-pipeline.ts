import { join } from "node:path";
import { loadImage } from "../../../services/toolkit/image/load-image.js";
import type { Size } from "../../../services/toolkit/image/pixels.js";
import { readPreprocessing } from "../../../services/toolkit/image/preprocessing.js";
import type { Blob, blobReader } from "../blob.js";
import { FAST_DCT } from "./check-decoding.js";
import { differenceOf, type Tolerance } from "./difference-of.js";

export interface PipelineCase {
  readonly id: string;
  readonly kind: "pipeline";
  readonly file: string;
  readonly size: readonly [height: number, width: number];
  readonly interpolation: string;
  readonly aspect_ratio: string;
  readonly color_mode: string;
  readonly scale: number;
  readonly offset: number;
  readonly output?: Blob;
  readonly error?: string;
  readonly labels_in?: Blob;
  readonly labels_out?: Blob;
}

export interface PipelineCheck {
  readonly failure: string | undefined;
  /** The photo's size; absent when it was not loaded. */
  readonly photo?: Size;
}

/** Where a kernel has negative weights, the levels between the two DCTs add up. */
const OVERSHOOT = new Map([
  ["bicubic", 1.5],
  ["lanczos3", 2],
  ["lanczos5", 2],
  ["mitchellcubic", 1.2],
]);

export async function checkPipeline(
  golden: PipelineCase,
  folder: string,
  reader: ReturnType<typeof blobReader>,
): Promise<PipelineCheck> {
  const { interpolation, aspect_ratio, color_mode, scale, offset, output } = golden;
  const [height, width] = golden.size;
  const config = { rescaling: { scale, offset }, resizing: { interpolation, aspect_ratio }, color_mode };
  try {
    const { data, size: photo } = await loadImage(join(folder, golden.file), {
      preprocessing: readPreprocessing({ preprocessing: config }),
      target: { height, width, layout: "nhwc" },
    });
    if (output === undefined) return { failure: `expected the error '${golden.error}'`, photo };
    return { failure: differenceOf(data, reader.floats(output), toleranceOf(golden)), photo };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { failure: golden.error === undefined ? `unexpected error: ${message}` : undefined };
  }
}

/** As the vectors' README advises. */
function toleranceOf({ file, interpolation, scale }: PipelineCase): Tolerance {
  const rounding = 2e-6 * 255 * scale;
  if (!file.endsWith(".jpg")) return { most: rounding, mean: rounding };
  const most = (FAST_DCT.most + 1) * scale * (OVERSHOOT.get(interpolation) ?? 1);
  return { most, mean: FAST_DCT.mean * scale };
}
