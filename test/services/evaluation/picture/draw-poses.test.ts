import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { PoseResult } from "../../../../services/evaluation/evaluate-poses.js";
import { drawPoses } from "../../../../services/evaluation/picture/draw-poses.js";
import { folderOf } from "../../toolkit/dataset/folder.js";

const photo = { width: 40, height: 20 };
const preprocessing = { scale: 1, offset: 0, interpolation: "bilinear", channels: 3, exif: false } as const;

/** @returns results of photos on disk whose poses have all their points in the middle, the labels in a corner. */
async function results(names: readonly string[], keypoints: number): Promise<readonly PoseResult[]> {
  const bytes = await sharp({ create: { ...photo, channels: 3, background: "#808080" } })
    .jpeg()
    .toBuffer();
  const folder = await folderOf(Object.fromEntries(names.map((name) => [name, bytes])));
  const points = (point: readonly number[]) => Array.from({ length: keypoints }, () => point).flat();
  return names.map((name, i) => ({
    path: join(folder, name),
    photo,
    pose: Float32Array.from(points([0.5, 0.5, 1])),
    person: Float32Array.from([0, 0.5, 0.5, 1, 1, ...points([0.25, 0.25, 1])]),
    similarity: i / names.length,
    visible: true,
  }));
}

async function draw(found: readonly PoseResult[], aspectRatio: "fit" | "padding" = "fit"): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "poses-"));
  const input = { width: 64, height: 64 };
  const about = { results: found, quantized: false, preprocessing: { ...preprocessing, aspectRatio }, input };
  return readFileSync(await drawPoses(folder, about), "utf8");
}

/** The texts of the picture, in its order. */
function words(picture: string): readonly string[] {
  return [...picture.matchAll(/<text [^>]*>([^<]*)</g)].map((match) => match[1] ?? "");
}

describe("drawPoses", () => {
  it("shows the mean, how the scores are spread, and what the colours mean", async () => {
    const picture = await draw(await results(["a.jpg", "b.jpg", "c.jpg", "d.jpg"], 13));
    expect(words(picture)).toEqual(
      expect.arrayContaining([
        "Mean OKS 37.50 %",
        "4 images, float network",
        "25 %",
        "left",
        "right",
        "label",
      ]),
    );
    expect(picture.match(/fill="#3cb4e6"\/>/g)).toHaveLength(4);
  });

  it("shows eight of many photos, the worst and the best among them, each with its score and name", async () => {
    const names = Array.from({ length: 100 }, (_, i) => `${i}.jpg`);
    const told = words(await draw(await results(names, 13)));
    expect(told.filter((word) => word.endsWith(".jpg"))).toEqual(
      [0, 14, 28, 42, 57, 71, 85, 99].map((i) => `${i}.jpg`),
    );
    expect(told).toContain("99.0 %");
  });

  it("holds the photos themselves, so that it can be seen anywhere", async () => {
    const picture = await draw(await results(["a.jpg", "b.jpg"], 13));
    expect(picture.match(/href="data:image\/jpeg;base64,/g)).toHaveLength(2);
    expect(await sharp(Buffer.from(picture)).metadata()).toMatchObject({ format: "svg", width: 960 });
  });

  it.each([
    [17, 18],
    [13, 14],
    [21, 0],
  ])(
    "joins the points of %i key points by %i lines, of each the prediction and the label",
    async (keypoints, lines) => {
      const picture = await draw(await results(["a.jpg"], keypoints));
      expect(picture.match(/<circle [^>]*r="3"/g)).toHaveLength(keypoints);
      expect(picture.match(/stroke-width="2.5"/g) ?? []).toHaveLength(lines);
    },
  );

  it("makes points faint that the label does not show: they do not count", async () => {
    const [result] = await results(["a.jpg"], 13);
    if (result === undefined) throw new Error("a result was expected");
    const unseen = result.person.map((value, i) => (i >= 5 && (i - 5) % 3 === 2 ? 0 : value));
    const picture = await draw([{ ...result, person: unseen }]);
    expect(picture.match(/<circle [^>]*opacity/g)).toHaveLength(13);
    expect(picture).not.toContain("h0");
  });

  it("puts a padded photo where the network saw it, within its border", async () => {
    const found = await results(["wide.jpg"], 13);
    expect(await draw(found, "fit")).toContain('<image x="0" y="54" width="216" height="108"');
    expect(await draw(found, "padding")).toContain('<image x="0" y="54" width="216" height="108"');
    const tall = found.map((result) => ({ ...result, photo: { width: 20, height: 40 } }));
    const picture = await draw(tall, "padding");
    expect(picture).toContain('<image x="54" y="0" width="108" height="216"');
    expect(picture).toContain('<circle cx="108" cy="108" r="3"');
  });

  it("is well-formed whatever a photo is called", async () => {
    const name = `a<b>&"c' é.jpg`;
    const picture = await draw(await results([name], 13));
    expect(picture).toContain("<title>a&lt;b>&amp;&quot;c' é.jpg</title>");
    await expect(sharp(Buffer.from(picture)).stats()).resolves.toBeDefined();
  });

  it("says which photo has gone", async () => {
    const gone = (await results(["a.jpg"], 13)).map((result) => ({ ...result, path: "/nowhere/a.jpg" }));
    await expect(draw(gone)).rejects.toThrow(basename("/nowhere/a.jpg"));
  });
});
