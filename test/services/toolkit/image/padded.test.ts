import { describe, expect, it } from "vitest";
import { placement, resizeWithPad } from "../../../../services/toolkit/image/padded.js";

describe("placement", () => {
  it("centres a wide photo in a square as tf.image.resize_with_pad does", () => {
    const place = placement({ width: 160, height: 128 }, { width: 128, height: 128 });
    expect(place).toEqual({ width: 128, height: 102, top: 12, left: 0 });
  });

  it("divides, as in a tf.data pipeline, or multiplies with the reciprocal, as TensorFlow does in a graph", () => {
    // Sizes where the two differ, as measured in TensorFlow 2.21.
    const photo = { height: 790, width: 1022 };
    const canvas = { height: 192, width: 192 };
    expect(placement(photo, canvas)).toEqual({ top: 21, height: 148, left: 0, width: 192 });
    expect(placement(photo, canvas, { ratio: "reciprocal" })).toEqual({
      top: 21,
      height: 148,
      left: 0,
      width: 191,
    });
  });
});

describe("resizeWithPad", () => {
  it("puts black around the picture", () => {
    const image = { height: 1, width: 2, channels: 1, data: Uint8Array.of(10, 20) };
    const { data, ...canvas } = resizeWithPad(image, { height: 4, width: 4 });
    expect(canvas).toEqual({ height: 4, width: 4, channels: 1 });
    expect([...data]).toEqual([0, 0, 0, 0, 10, 12.5, 17.5, 20, 10, 12.5, 17.5, 20, 0, 0, 0, 0]);
  });

  it("refuses a picture of which nothing would be left", () => {
    const image = { height: 9, width: 1, channels: 1, data: new Uint8Array(9) };
    expect(() => resizeWithPad(image, { height: 3, width: 3 })).toThrow("output dimensions must be positive");
  });
});
