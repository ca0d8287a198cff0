import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeImage } from "../../../../services/toolkit/image/decode-image.js";
import { type Blob, blobReader } from "../../../conformance/blob.js";
import { hasShared, shared } from "../../../shared.js";

const folder = mkdtempSync(join(tmpdir(), "decode-"));

function file(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

const gradient = sharp({ create: { width: 40, height: 24, channels: 3, background: "#336699" } });

describe("decodeImage", () => {
  it("gives rows of interleaved bytes", async () => {
    const path = file("a.png", await gradient.clone().png().toBuffer());
    const image = await decodeImage(path, 3);
    expect({ ...image, data: [...image.data.subarray(0, 4)] }).toEqual({
      width: 40,
      height: 24,
      channels: 3,
      data: [0x33, 0x66, 0x99, 0x33],
    });
  });

  it("ignores the EXIF orientation", async () => {
    const path = file("b.jpg", await gradient.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(await decodeImage(path, 3)).toMatchObject({ width: 40, height: 24 });
  });

  it.each([
    ["cut short", (jpeg: Buffer) => jpeg.subarray(0, jpeg.length / 2)],
    ["no image at all", () => Buffer.from("a text file")],
    ["empty", () => Buffer.alloc(0)],
  ])("names a file that is %s", async (_, spoil) => {
    const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
    const jpeg = sharp({ create: { width: 64, height: 64, channels: 3, background: "#000", noise } }).jpeg();
    const path = file("c.jpg", spoil(await jpeg.toBuffer()));
    await expect(decodeImage(path, 3)).rejects.toMatchObject({
      code: "image_corrupt",
      message: expect.stringContaining(path),
      path,
    });
  });
});

interface DecodeCase {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
  readonly channels: number;
  readonly output?: Blob;
}

describe.skipIf(!hasShared)("decodeImage against TensorFlow's vectors (needs ../shared)", () => {
  const reader = blobReader(shared("golden", "preprocess"));
  const all: readonly DecodeCase[] = hasShared
    ? JSON.parse(readFileSync(shared("golden", "preprocess", "manifest.json"), "utf8")).cases
    : [];
  const cases = all.filter(({ kind, channels }) => kind === "decode" && (channels === 1 || channels === 3));

  async function difference(golden: DecodeCase): Promise<number> {
    const channels = golden.channels === 1 ? 1 : 3;
    const { data } = await decodeImage(shared("golden", "preprocess", "images", golden.file), channels);
    const wanted = golden.output === undefined ? undefined : reader.bytes(golden.output);
    expect(data.length).toBe(wanted?.length);
    return data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (wanted?.[i] ?? 999))), 0);
  }

  // TensorFlow makes grey of 16-bit colours before it drops the low byte.
  const exact = cases.filter(({ id }) => id.includes(".png") && id !== "decode/rgb16.png/ch1");
  it.each(exact)("is exact in $id", async (golden) => {
    expect(await difference(golden)).toBe(0);
  });

  // The vectors come from the fast integer DCT; the slow one, libjpeg's default, is up to 8 levels away.
  it.each(cases.filter(({ id, output }) => id.includes(".jpg") && output))(
    "is near in $id",
    async (golden) => {
      expect(await difference(golden)).toBeLessThanOrEqual(8);
    },
  );

  it("refuses grey values of a CMYK picture", async () => {
    const path = shared("golden", "preprocess", "images", "cmyk.jpg");
    await expect(decodeImage(path, 1)).rejects.toThrow("a CMYK picture has no grey values");
  });
});
