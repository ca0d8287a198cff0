import { describe, expect, it } from "vitest";
import { padLabel } from "../../../../services/toolkit/dataset/pad-label.js";
import { quantizationSubset } from "../../../../services/toolkit/dataset/quantization-subset.js";
import { splitTraining } from "../../../../services/toolkit/dataset/split-training.js";

describe("quantizationSubset", () => {
  it.each([
    [20, 0.4, 8],
    [69, 0.3, 21],
    [10, 0.3, 3],
    [100, 0.07, 7],
    [5, 0.01, 1],
    [7, 1, 7],
  ])("takes of %i images at a split of %d: %i", (count, split, taken) => {
    expect(quantizationSubset(count, split)).toBe(taken);
  });
});

describe("splitTraining", () => {
  it("trains with int(n · (1 − share)) images and validates with the rest", () => {
    expect(splitTraining([5, 3, 1, 4, 2, 6], 0.2)).toEqual({ training: [5, 3, 1, 4], validation: [2, 6] });
  });
});

describe("padLabel", () => {
  const person = Float32Array.of(0, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 1);

  it("moves y and height of a wide photo, whose bars are above and below", () => {
    const moved = padLabel(person, { width: 200, height: 100 }, { width: 64, height: 64 });
    expect([...moved]).toEqual([0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.375, 1]);
  });

  it("moves x and width of a tall photo, whose bars are left and right", () => {
    const moved = padLabel(person, { width: 100, height: 200 }, { width: 64, height: 64 });
    expect([...moved]).toEqual([0, 0.5, 0.5, 0.25, 0.5, 0.375, 0.25, 1]);
  });

  it("leaves a photo of the canvas's proportions alone", () => {
    expect(padLabel(person, { width: 30, height: 30 }, { width: 64, height: 64 })).toEqual(person);
  });
});
