import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Raster } from "../../../../../services/toolkit/image/pixels.js";
import { INTERPOLATIONS } from "../../../../../services/toolkit/image/resize/interpolations.js";
import { resize } from "../../../../../services/toolkit/image/resize/resize.js";
import { NumpyRandom } from "../../../../../services/toolkit/random/numpy-random.js";
import { resizing } from "../../../../conformance/resize.js";
import { hasShared, shared } from "../../../../shared.js";
import { areaWeights, filterWeights, naiveResize } from "./naive-resize.js";

const sides = fc.integer({ min: 1, max: 40 });
const images = fc
  .record({
    height: sides,
    width: sides,
    channels: fc.constantFrom(1, 2, 3, 4, 5),
    seed: fc.nat(),
    bytes: fc.boolean(),
  })
  .map(({ height, width, channels, seed, bytes }): Raster => {
    const random = new NumpyRandom(seed);
    const value = () => random.uniform(bytes ? 0 : -300, bytes ? 256 : 300);
    const data = { length: height * width * channels };
    return {
      height,
      width,
      channels,
      data: bytes ? Uint8Array.from(data, value) : Float32Array.from(data, value),
    };
  });
const cases = fc.record({ image: images, size: fc.record({ height: sides, width: sides }) });

function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

describe("resize", () => {
  it.each(["bilinear", "bicubic", "lanczos3", "lanczos5", "mitchellcubic", "gaussian"] as const)(
    "is the sum that the filter's formula says: %s, antialiased",
    (method) => {
      fc.assert(
        fc.property(cases, ({ image, size }) => {
          const got = resize(image, size, { method, antialias: true });
          const wanted = naiveResize(image, size, filterWeights(method, { antialias: true }));
          const off = largest(wanted.map((value, i) => value - (got.data[i] ?? Number.NaN)));
          expect(off).toBeLessThanOrEqual(4e-6 * largest(image.data));
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(["lanczos3", "lanczos5", "mitchellcubic"] as const)(
    "is the sum that the filter's formula says: %s",
    (method) => {
      fc.assert(
        fc.property(cases, ({ image, size }) => {
          const got = resize(image, size, { method });
          const wanted = naiveResize(image, size, filterWeights(method, { antialias: false }));
          const off = largest(wanted.map((value, i) => value - (got.data[i] ?? Number.NaN)));
          expect(off).toBeLessThanOrEqual(4e-6 * largest(image.data));
        }),
        { numRuns: 40 },
      );
    },
  );

  it("weighs by the covered area: area", () => {
    fc.assert(
      fc.property(cases, ({ image, size }) => {
        const got = resize(image, size, { method: "area" });
        const wanted = naiveResize(image, size, areaWeights);
        const off = largest(wanted.map((value, i) => value - (got.data[i] ?? Number.NaN)));
        expect(off).toBeLessThanOrEqual(6e-6 * largest(image.data));
      }),
      { numRuns: 40 },
    );
  });

  it.each(["bilinear", "nearest", "bicubic", "area"] as const)(
    "keeps an image of the same size: %s",
    (method) => {
      fc.assert(
        fc.property(images, (image) => {
          const { data } = resize(image, image, { method });
          expect(largest(data.map((value, i) => value - (image.data[i] ?? Number.NaN)))).toBe(0);
        }),
      );
    },
  );

  it.each(["gaussian", "mitchellcubic"] as const)("blurs an image of the same size: %s", (method) => {
    const image = { height: 1, width: 3, channels: 1, data: Uint8Array.of(0, 90, 0) };
    const { data } = resize(image, image, { method });
    expect(data[1]).toBeLessThan(85);
    expect(data[0]).toBeGreaterThan(2);
  });

  it.each(INTERPOLATIONS)("treats each channel alike: %s", (method) => {
    const one = Uint8Array.from({ length: 63 }, (_, i) => (i * 37) % 256);
    const grey = resize({ height: 9, width: 7, channels: 1, data: one }, { height: 5, width: 6 }, { method });
    for (const channels of [2, 3, 4, 6]) {
      const data = Uint8Array.from({ length: 63 * channels }, (_, i) => one[Math.floor(i / channels)] ?? 0);
      const all = resize({ height: 9, width: 7, channels, data }, { height: 5, width: 6 }, { method });
      const off = all.data.map((value, i) => value - (grey.data[Math.floor(i / channels)] ?? Number.NaN));
      expect(largest(off)).toBeLessThan(1e-4);
    }
  });

  it("is not disturbed by what an earlier image left in memory", () => {
    const image = { height: 4, width: 3, channels: 1, data: Float32Array.from({ length: 12 }, (_, i) => i) };
    const size = { height: 3, width: 5 };
    const before = resize(image, size, { method: "lanczos5" });
    resize({ height: 30, width: 30, channels: 4, data: new Float32Array(3600).fill(Number.NaN) }, size, {
      method: "area",
    });
    expect(resize(image, size, { method: "lanczos5" })).toEqual(before);
  });

  it("keeps the proportions on demand", () => {
    const image = { height: 7, width: 5, channels: 1, data: new Uint8Array(35) };
    const options = { method: "bilinear", preserveAspectRatio: true } as const;
    expect(resize(image, { height: 16, width: 12 }, options)).toMatchObject({ height: 16, width: 11 });
  });

  it("refuses a size without pixels, and an image without", () => {
    const image = { height: 1, width: 13, channels: 1, data: new Uint8Array(13) };
    expect(() => resize(image, { height: 0, width: 3 }, { method: "area" })).toThrow(
      new RangeError("output dimensions must be positive"),
    );
    expect(() =>
      resize(image, { height: 3, width: 6 }, { method: "area", preserveAspectRatio: true }),
    ).toThrow(RangeError);
    const empty = { height: 0, width: 0, channels: 3, data: new Uint8Array() };
    expect(() => resize(empty, { height: 3, width: 6 }, { method: "area" })).toThrow(RangeError);
  });
});

describe.skipIf(!hasShared)("resize against TensorFlow's vectors (needs ../shared)", () => {
  it("passes every case", async () => {
    const failures: string[] = [];
    let passed = 0;
    for await (const { id, failure } of resizing({ folder: shared("golden", "resize") })) {
      if (failure === undefined) passed++;
      else failures.push(`${id}: ${failure}`);
    }
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(600);
  });
});
