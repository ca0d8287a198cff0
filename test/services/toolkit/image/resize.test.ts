import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { INTERPOLATIONS } from "../../../../services/toolkit/image/interpolations.js";
import { padded, placement } from "../../../../services/toolkit/image/padded.js";
import { type Blob, blobReader } from "../../../conformance/blob.js";
import { hasShared, shared } from "../../../shared.js";

interface ResizeCase {
  readonly id: string;
  readonly method: string;
  readonly in_size: readonly [number, number];
  readonly out_size: readonly [number, number];
  readonly channels: number;
  readonly input: Blob;
  readonly output?: Blob;
}

describe("placement", () => {
  it("centres a wide photo in a square as tf.image.resize_with_pad does", () => {
    const place = placement({ width: 160, height: 128 }, { width: 128, height: 128 });
    expect(place).toEqual({ width: 128, height: 102, top: 12, left: 0 });
  });
});

describe.skipIf(!hasShared)("resizing against TensorFlow's vectors (needs ../shared)", () => {
  const folder = shared("golden", "resize");
  const cases: readonly ResizeCase[] = hasShared
    ? JSON.parse(readFileSync(shared("golden", "resize", "manifest.json"), "utf8")).cases
    : [];
  const reader = blobReader(folder);
  const ofKind = (prefix: string) =>
    cases.filter(({ id, input }) => id.startsWith(prefix) && input.dtype === "uint8");

  function image({ in_size: [height, width], channels, input }: ResizeCase) {
    return { height, width, channels, data: reader.bytes(input) };
  }

  it.each(ofKind("resize/bilinear/noaa/"))("is bit-equal in $id", (golden) => {
    const [height, width] = golden.out_size;
    const resized = INTERPOLATIONS.get("bilinear")?.(image(golden), { height, width });
    expect(resized).toEqual(golden.output && reader.floats(golden.output));
  });

  it.each(ofKind("resize/nearest/noaa/"))("is bit-equal in $id", (golden) => {
    const [height, width] = golden.out_size;
    const resized = INTERPOLATIONS.get("nearest")?.(image(golden), { height, width });
    expect(resized).toEqual(golden.output && reader.floats(golden.output));
  });

  // In "odd" TensorFlow, tracing alone, multiplies by 1/7 where it divides by 7 in the zoo's tf.data pipeline: one row less.
  const pads = ofKind("resize_with_pad/").filter(({ id, output }) => output && id !== "resize_with_pad/odd");
  it.each(pads)("is bit-equal in $id", (golden) => {
    const [height, width] = golden.out_size;
    expect(padded(image(golden), { height, width })).toEqual(golden.output && reader.floats(golden.output));
  });
});
