import { describe, expect, it } from "vitest";
import { decodeHeatmaps } from "../../../services/evaluation/decode-heatmaps.js";
import { objectKeypointSimilarity } from "../../../services/evaluation/object-keypoint-similarity.js";
import { poseDecoder } from "../../../services/evaluation/pose-decoders.js";
import { meanSimilarity, meanVisibleSimilarity, percent } from "../../../services/evaluation/scores.js";
import { sigmas } from "../../../services/evaluation/sigmas.js";

describe("decodeHeatmaps", () => {
  const shape = { rows: 2, columns: 4, keypoints: 2 };
  const first = [0, 0, 0, 0, 0, 0, 0.5, 0];
  const second = [0.25, 0, 0.75, 0, 0, 0.75, 0, 0];

  it("takes the centre of the first maximum of maps with the points last", () => {
    const maps = Float32Array.from(first.flatMap((value, i) => [value, second[i] ?? 0]));
    expect([...decodeHeatmaps(maps, { ...shape, layout: "nhwc" })]).toEqual([
      0.625, 0.75, 0.5, 0.625, 0.25, 0.75,
    ]);
  });

  it("reads maps with the points first", () => {
    const maps = Float32Array.from([...first, ...second]);
    expect([...decodeHeatmaps(maps, { ...shape, layout: "nchw" })]).toEqual([
      0.625, 0.75, 0.5, 0.625, 0.25, 0.75,
    ]);
  });

  it("takes the first cell of a constant map", () => {
    const maps = new Float32Array(16).fill(-3);
    expect([...decodeHeatmaps(maps, { ...shape, layout: "nhwc" })].slice(0, 3)).toEqual([0.125, 0.25, -3]);
  });
});

describe("poseDecoder", () => {
  it("reads [batch, points, rows, columns] where only that fits, and says so", () => {
    const { decode, note } = poseDecoder("heatmaps_spe").prepare([1, 13, 8, 8], 13);
    expect(note).toContain("the output is [1,13,8,8]");
    expect(decode(new Float32Array(13 * 64))).toHaveLength(39);
  });

  it("takes the points to be last where both fit", () => {
    expect(poseDecoder("heatmaps_spe").prepare([1, 13, 8, 13], 13).note).toBeUndefined();
  });

  it("refuses an output of other key points", () => {
    expect(() => poseDecoder("heatmaps_spe").prepare([1, 48, 48, 13], 17)).toThrow(
      "Expected a heatmaps_spe network to answer [batch, rows, columns, 17], got [1,48,48,13]: the labels have 17 key points.",
    );
  });

  it("swaps y and x of a network that gives points", () => {
    const { decode } = poseDecoder("spe").prepare([1, 1, 1, 3], 1);
    expect([...decode(Float32Array.of(0.25, 0.5, 1))]).toEqual([0.5, 0.25, 1]);
  });

  it("names the model types there are and the nearest one", () => {
    expect(() => poseDecoder("heatmap_spe")).toThrowError(
      expect.objectContaining({
        code: "model_type_unsupported",
        hint: "Supported: heatmaps_spe, spe. Did you mean 'heatmaps_spe'?",
      }),
    );
  });
});

describe("objectKeypointSimilarity", () => {
  const table = sigmas(13) ?? [];

  function similarity(dx: number, visibility: (point: number) => number, w = 0.4, h = 0.8): number {
    const points = Array.from({ length: 13 }, (_, i) => [0.5, 0.5, visibility(i)]);
    const person = Float32Array.of(0, 0.5, 0.5, w, h, ...points.flat());
    return objectKeypointSimilarity(
      person,
      Float32Array.from(points.flatMap(() => [0.5 + dx, 0.5, 1])),
      table,
    );
  }

  // The zoo's own figures (golden.json, oks_unit).
  it.each([
    ["no distance", similarity(0, () => 1), 1],
    ["a distance", similarity(0.05, () => 1), 0.7081928849220276],
    ["twice the distance", similarity(0.1, () => 1), 0.3067462146282196],
    ["half the box", similarity(0.05, () => 1, 0.2, 0.4), 0.30674678087234497],
    ["one visible point", similarity(0.05, (i) => (i === 0 ? 1 : 0)), 0.22220848500728607],
    ["no visible point", similarity(0, () => 0), 0],
    ["a visibility of 2", similarity(0.05, () => 2), 0.7081928849220276],
    ["an empty box", similarity(0.05, () => 1, 0, 0), 0],
  ])("gives the zoo's figure for %s", (_, got, wanted) => {
    expect(got).toBeCloseTo(wanted, 5);
  });

  it("gives 0 where the sigmas are 0, also at no distance", () => {
    const person = Float32Array.of(0, 0.5, 0.5, 1, 1, 0.5, 0.5, 1);
    expect(objectKeypointSimilarity(person, Float32Array.of(0.5, 0.5, 1), [0])).toBe(0);
  });

  it("weighs a point of visibility 2 twice", () => {
    const person = Float32Array.of(0, 0.5, 0.5, 1, 1, 0.5, 0.5, 2, 0, 0, 1);
    const pose = Float32Array.of(0.5, 0.5, 1, 1, 1, 1);
    expect(objectKeypointSimilarity(person, pose, [0.05, 0.05])).toBeCloseTo(2 / 3, 6);
  });
});

describe("scores", () => {
  const score = (similarity: number, visible = true) => ({ similarity, visible });

  it("counts an image without visible points as 0 in the one mean and leaves it out of the other", () => {
    const scores = [score(0.5), score(1), score(0, false)];
    expect(meanSimilarity(scores)).toBe(0.5);
    expect(meanVisibleSimilarity(scores)).toBe(0.75);
  });

  it("gives percent in float32, as the zoo logs it", () => {
    expect(percent(0.9589341878890991)).toBe(95.89341735839844);
  });
});
