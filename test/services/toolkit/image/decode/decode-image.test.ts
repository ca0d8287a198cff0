import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeImage } from "../../../../../services/toolkit/image/decode/decode-image.js";
import type { Pixels, Size } from "../../../../../services/toolkit/image/pixels.js";
import { preprocess } from "../../../../conformance/preprocess.js";
import { hasShared, shared } from "../../../../shared.js";

const folder = mkdtempSync(join(tmpdir(), "decode-"));

function file(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

const gradient = sharp({ create: { width: 40, height: 24, channels: 3, background: "#336699" } });

describe("decodeImage", () => {
  it("gives rows of interleaved bytes", async () => {
    const path = file("a.png", await gradient.clone().png().toBuffer());
    const image = await decodeImage(path, { channels: 3, exif: false });
    expect({ ...image, data: [...image.data.subarray(0, 4)] }).toEqual({
      width: 40,
      height: 24,
      channels: 3,
      data: [0x33, 0x66, 0x99, 0x33],
    });
  });

  it("ignores the EXIF orientation", async () => {
    const path = file("b.jpg", await gradient.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(await decodeImage(path, { channels: 3, exif: false })).toMatchObject({ width: 40, height: 24 });
  });

  it.each([
    ["cut short", (jpeg: Buffer) => jpeg.subarray(0, jpeg.length / 2)],
    ["no image at all", () => Buffer.from("a text file")],
    ["empty", () => Buffer.alloc(0)],
  ])("names a file that is %s", async (_, spoil) => {
    const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
    const jpeg = sharp({ create: { width: 64, height: 64, channels: 3, background: "#000", noise } }).jpeg();
    const path = file("c.jpg", spoil(await jpeg.toBuffer()));
    await expect(decodeImage(path, { channels: 3, exif: false })).rejects.toMatchObject({
      code: "image_corrupt",
      message: expect.stringContaining(path),
      path,
    });
  });
});

/** Where the pixel at (x, y) of the picture as it is shown lies in the stored one (EXIF 2.32, 4.6.4). */
const SHOWN: readonly ((x: number, y: number, size: Size) => readonly [number, number])[] = [
  (x, y) => [x, y],
  (x, y, { width }) => [width - 1 - x, y],
  (x, y, { width, height }) => [width - 1 - x, height - 1 - y],
  (x, y, { height }) => [x, height - 1 - y],
  (x, y) => [y, x],
  (x, y, { height }) => [y, height - 1 - x],
  (x, y, { width, height }) => [width - 1 - y, height - 1 - x],
  (x, y, { width }) => [width - 1 - y, x],
];

describe("decodeImage with exif", () => {
  const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
  const photo = sharp({ create: { width: 13, height: 7, channels: 3, background: "#000", noise } });

  async function oriented(orientation: number, ending: "jpg" | "png"): Promise<string> {
    const image = photo.clone().withMetadata({ orientation });
    const bytes = await (ending === "jpg" ? image.jpeg() : image.png()).toBuffer();
    return file(`${orientation}.${ending}`, bytes);
  }

  function turned(stored: Pixels, orientation: number): Pixels {
    const swaps = orientation > 4;
    const width = swaps ? stored.height : stored.width;
    const height = swaps ? stored.width : stored.height;
    const { channels } = stored;
    const data = new Uint8Array(stored.data.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [fromX, fromY] = SHOWN[orientation - 1]?.(x, y, stored) ?? [-1, -1];
        const from = (fromY * stored.width + fromX) * channels;
        data.set(stored.data.subarray(from, from + channels), (y * width + x) * channels);
      }
    }
    return { width, height, channels, data };
  }

  it.each(
    [1, 2, 3, 4, 5, 6, 7, 8].flatMap(
      (orientation) =>
        [
          [orientation, "jpg", 3],
          [orientation, "jpg", 1],
          [orientation, "png", 3],
        ] as const,
    ),
  )("turns orientation %i of a .%s with %i channels", async (orientation, ending, channels) => {
    const path = await oriented(orientation, ending);
    const stored = await decodeImage(path, { channels, exif: false });
    const shown = await decodeImage(path, { channels, exif: true });
    expect(stored).toMatchObject({ width: 13, height: 7 });
    expect({ ...shown, data: [...shown.data] }).toEqual({
      ...turned(stored, orientation),
      data: [...turned(stored, orientation).data],
    });
  });
});

describe("decodeImage of a JPEG's luminance", () => {
  /** Red, then blue: strong colours, whose luminance cannot be computed back from RGB values cut off at 0 and 255. */
  const stripes = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => {
    const isBlue = Math.floor(i / 3) % 32 >= 13;
    return i % 3 === (isBlue ? 2 : 0) ? 255 : 0;
  });
  const image = sharp(stripes, { raw: { width: 32, height: 32, channels: 3 } });

  it("takes it as it is stored", async () => {
    const path = file("stripes.jpg", await image.clone().jpeg({ quality: 95 }).toBuffer());
    const { data } = await decodeImage(path, { channels: 1, exif: false });
    expect(Math.abs((data[2] ?? 0) - 76)).toBeLessThanOrEqual(1);
    expect(Math.abs((data[30] ?? 0) - 29)).toBeLessThanOrEqual(1);
  });

  it("does not depend on which headers name the colours", async () => {
    const jpeg = await image.clone().jpeg().toBuffer();
    const jfif = Buffer.from("ffe000104a46494600010100000100010000", "hex");
    const adobe = Buffer.from("ffee000e41646f6265006400000000", "hex");
    const ycc = Buffer.concat([adobe, Buffer.of(1)]);
    expect(jpeg.includes("JFIF")).toBe(false);
    const bare = await decodeImage(file("bare.jpg", jpeg), { channels: 1, exif: false });
    for (const headers of [[jfif], [ycc], [jfif, ycc]]) {
      const named = Buffer.concat([jpeg.subarray(0, 2), ...headers, jpeg.subarray(2)]);
      expect(await decodeImage(file("named.jpg", named), { channels: 1, exif: false })).toEqual(bare);
    }
  });
});

describe("decodeImage of broken JPEG headers", () => {
  it("fails with the file's name or gives a picture, whatever the bytes", async () => {
    const jpeg = await gradient.clone().jpeg().toBuffer();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(jpeg.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(jpeg.length),
        fc.constantFrom(0, 1, 3, 4) as fc.Arbitrary<0 | 1 | 3 | 4>,
        async (changes, length, channels) => {
          const broken = Buffer.from(jpeg);
          for (const [at, value] of changes) broken[at] = value;
          const path = file("broken.jpg", broken.subarray(0, length));
          await decodeImage(path, { channels, exif: false }).catch((error) =>
            expect(error).toMatchObject({ code: "image_corrupt", path }),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe.skipIf(!hasShared)("decodeImage against TensorFlow's vectors (needs ../shared)", () => {
  it("passes every case", async () => {
    const failures: string[] = [];
    let passed = 0;
    const folder = shared("golden", "preprocess");
    for await (const { id, failure } of preprocess({ folder, only: new Set(["decode"]) })) {
      if (failure === undefined) passed++;
      else failures.push(`${id}: ${failure}`);
    }
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(30);
  });
});
