import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { loadBatches } from "../../../../services/toolkit/image/load-batches.js";
import { readPreprocessing } from "../../../../services/toolkit/image/preprocessing.js";
import { type Blob, blobReader } from "../../../conformance/blob.js";
import { hasShared, shared } from "../../../shared.js";
import { folderOf } from "../dataset/folder.js";

const section = {
  rescaling: { scale: 1 / 127.5, offset: -1 },
  resizing: { interpolation: "nearest", aspect_ratio: "fit" },
  color_mode: "rgb",
};
const preprocessing = readPreprocessing({ preprocessing: section });

async function greys(count: number): Promise<string[]> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < count; i++) {
    const background = { r: i, g: 2 * i, b: 255 };
    files[`${i}.jpg`] = await sharp({ create: { width: 8, height: 6, channels: 3, background } })
      .png()
      .toBuffer();
  }
  const folder = folderOf(files);
  return Array.from({ length: count }, (_, i) => join(folder, `${i}.jpg`));
}

describe("loadBatches", () => {
  it("gives the images in order, the last batch shorter", async () => {
    const paths = await greys(11);
    const seen: { start: number; reds: number[] }[] = [];
    for await (const { start, paths: part, data, sizes } of loadBatches(
      paths,
      preprocessing,
      { height: 2, width: 2, layout: "nhwc" },
      { batch: 4 },
    )) {
      expect(sizes[0]).toEqual({ height: 6, width: 8 });
      seen.push({ start, reds: part.map((_, i) => Math.round(((data[i * 12] ?? 0) + 1) * 127.5)) });
    }
    expect(seen).toEqual([
      { start: 0, reds: [0, 1, 2, 3] },
      { start: 4, reds: [4, 5, 6, 7] },
      { start: 8, reds: [8, 9, 10] },
    ]);
  });

  it("lays channels out first or last", async () => {
    const [path = ""] = (await greys(11)).slice(10);
    const values = async (layout: "nchw" | "nhwc") => {
      for await (const { data } of loadBatches([path], preprocessing, { height: 1, width: 2, layout }))
        return [...data].map((value) => Math.round((value + 1) * 127.5));
      return [];
    };
    expect(await values("nhwc")).toEqual([10, 20, 255, 10, 20, 255]);
    expect(await values("nchw")).toEqual([10, 10, 20, 20, 255, 255]);
  });

  it("reports a corrupt image when its turn comes, after the images before it", async () => {
    const paths = await greys(3);
    const broken = join(folderOf({ "x.jpg": "no image" }), "x.jpg");
    const starts: number[] = [];
    const reading = (async () => {
      for await (const { start } of loadBatches([...paths, broken, ...paths], preprocessing, {
        height: 2,
        width: 2,
        layout: "nchw",
      }))
        starts.push(start);
    })();
    await expect(reading).rejects.toMatchObject({ code: "image_corrupt", path: broken });
    expect(starts).toEqual([0, 1, 2]);
  });

  it("stops with the signal's reason", async () => {
    const paths = await greys(9);
    const stop = new AbortController();
    const reading = (async () => {
      const target = { height: 2, width: 2, layout: "nchw" as const };
      for await (const _ of loadBatches(paths, preprocessing, target, { signal: stop.signal }))
        stop.abort(new Error("stopped"));
    })();
    await expect(reading).rejects.toThrow("stopped");
  });
});

describe("readPreprocessing", () => {
  it("names the interpolations there are and the nearest one", () => {
    const resizing = { interpolation: "bilinaer", aspect_ratio: "fit" };
    expect(() => readPreprocessing({ preprocessing: { ...section, resizing } })).toThrowError(
      expect.objectContaining({
        message: "Unsupported value 'bilinaer' for preprocessing.resizing.interpolation.",
        hint: "Supported: bilinear, nearest. Did you mean 'bilinear'?",
      }),
    );
  });

  it("refuses crop", () => {
    const resizing = { interpolation: "nearest", aspect_ratio: "crop" };
    expect(() => readPreprocessing({ preprocessing: { ...section, resizing } })).toThrow(
      "Unsupported value 'crop' for preprocessing.resizing.aspect_ratio",
    );
  });

  it("names a missing attribute", () => {
    expect(() => readPreprocessing({ preprocessing: { ...section, rescaling: { scale: 1 } } })).toThrow(
      "Expected preprocessing.rescaling.offset to be a finite number, got nothing.",
    );
  });
});

interface PipelineCase {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
  readonly size: readonly [number, number];
  readonly interpolation: string;
  readonly aspect_ratio: string;
  readonly color_mode: string;
  readonly scale: number;
  readonly offset: number;
  readonly output?: Blob;
}

describe.skipIf(!hasShared)("loadBatches against the zoo's pipeline (needs ../shared)", () => {
  const reader = blobReader(shared("golden", "preprocess"));
  const all: readonly PipelineCase[] = hasShared
    ? JSON.parse(readFileSync(shared("golden", "preprocess", "manifest.json"), "utf8")).cases
    : [];
  const cases = all.filter(
    ({ kind, interpolation, output }) =>
      kind === "pipeline" && output !== undefined && ["bilinear", "nearest"].includes(interpolation),
  );

  it.each(cases)("gives the tensor of $id", async (golden) => {
    const { scale, offset, interpolation, aspect_ratio, color_mode } = golden;
    const config = { rescaling: { scale, offset }, resizing: { interpolation, aspect_ratio }, color_mode };
    const [height, width] = golden.size;
    const path = shared("golden", "preprocess", "images", golden.file);
    const batches = loadBatches([path], readPreprocessing({ preprocessing: config }), {
      height,
      width,
      layout: "nhwc",
    });
    const wanted = golden.output === undefined ? new Float32Array() : reader.floats(golden.output);
    // 9 grey levels between the slow integer DCT of libjpeg and TensorFlow's fast one.
    // TensorFlow makes grey of 16-bit colours before it drops the low byte: one level.
    const levels = golden.file.endsWith(".jpg")
      ? 9
      : golden.file === "rgb16.png" && color_mode === "grayscale"
        ? 1.01
        : 0;
    for await (const { data } of batches) {
      const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(value - (wanted[i] ?? 999))), 0);
      expect(data.length).toBe(wanted.length);
      expect(worst).toBeLessThanOrEqual(levels * scale);
    }
  });
});
