import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { loadBatches } from "../../../../services/toolkit/image/load-batches.js";
import { preprocessingNotes, readPreprocessing } from "../../../../services/toolkit/image/preprocessing.js";
import { preprocess } from "../../../conformance/preprocess.js";
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

  it("uses memory again where that is allowed, for values that are the same", async () => {
    const paths = await greys(30);
    const target = { height: 2, width: 2, layout: "nhwc" } as const;
    const memories = new Set<ArrayBufferLike>();
    const kept: number[][] = [];
    const passing: number[][] = [];
    for await (const { data } of loadBatches(paths, preprocessing, target, { batch: 4 }))
      kept.push([...data]);
    for await (const { data } of loadBatches(paths, preprocessing, target, { batch: 4, reuse: true })) {
      memories.add(data.buffer);
      passing.push([...data]);
    }
    expect(passing).toEqual(kept);
    expect(memories.size).toBeLessThan(passing.length);
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
        hint: "Supported: bilinear, nearest, bicubic, area, lanczos3, lanczos5, gaussian, mitchellcubic. Did you mean 'bilinear'?",
      }),
    );
  });

  it("refuses crop", () => {
    const resizing = { interpolation: "nearest", aspect_ratio: "crop" };
    expect(() => readPreprocessing({ preprocessing: { ...section, resizing } })).toThrowError(
      expect.objectContaining({
        message: "Unsupported value 'crop' for preprocessing.resizing.aspect_ratio.",
        hint: "Supported: fit, padding.",
      }),
    );
  });

  it("names a missing attribute", () => {
    expect(() => readPreprocessing({ preprocessing: { ...section, rescaling: { scale: 1 } } })).toThrow(
      "Expected preprocessing.rescaling.offset to be a finite number, got nothing.",
    );
  });
});

describe("loadBatches with exif", () => {
  it("gives the size of the picture as it is shown", async () => {
    const bytes = await sharp({ create: { width: 8, height: 6, channels: 3, background: "#123456" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const path = join(folderOf({ "a.jpg": bytes }), "a.jpg");
    const target = { height: 2, width: 2, layout: "nhwc" as const };
    const sizeWith = async (exif: boolean) => {
      const recipe = readPreprocessing({ preprocessing: { ...section, exif } });
      for await (const { sizes } of loadBatches([path], recipe, target)) return sizes[0];
      return undefined;
    };
    expect(await sizeWith(false)).toEqual({ width: 8, height: 6 });
    expect(await sizeWith(true)).toEqual({ width: 6, height: 8 });
  });
});

describe("loadBatches with padding", () => {
  it("names a photo of which nothing would be left", async () => {
    const bytes = await sharp({ create: { width: 900, height: 2, channels: 3, background: "#123456" } })
      .jpeg()
      .toBuffer();
    const path = join(folderOf({ "a.jpg": bytes }), "a.jpg");
    const resizing = { interpolation: "bilinear", aspect_ratio: "padding" };
    const recipe = readPreprocessing({ preprocessing: { ...section, resizing } });
    const batches = loadBatches([path], recipe, { height: 192, width: 192, layout: "nhwc" });
    await expect(batches.next()).rejects.toMatchObject({
      code: "image_too_thin",
      message: `Nothing of the image ${path} would be left: 900 × 2 pixels padded to 192 × 192.`,
      path,
    });
  });
});

describe("preprocessingNotes", () => {
  it("tells what has another effect than its words say", () => {
    const resizing = { interpolation: "area", aspect_ratio: "padding" };
    expect(preprocessingNotes({ preprocessing: { ...section, resizing, color_mode: "rgba" } })).toEqual([
      "preprocessing.color_mode rgba gives three channels, as rgb does: alpha is dropped.",
      "preprocessing.resizing.interpolation area has no effect: with aspect_ratio padding it is bilinear.",
    ]);
    expect(preprocessingNotes({ preprocessing: section })).toEqual([]);
  });
});

describe.skipIf(!hasShared)("loading against the zoo's pipeline (needs ../shared)", () => {
  it("passes every case", async () => {
    const failures: string[] = [];
    let passed = 0;
    const folder = shared("golden", "preprocess");
    for await (const { id, failure } of preprocess({ folder, only: new Set(["pipeline"]) })) {
      if (failure === undefined) passed++;
      else failures.push(`${id}: ${failure}`);
    }
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(150);
  });
});
