import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { listSamples } from "../../../../services/toolkit/dataset/list-samples.js";
import { folderOf } from "./folder.js";

describe("listSamples", () => {
  it("pairs photos and labels by name", async () => {
    const samples = await listSamples(folderOf({ "b.jpg": "", "a.jpg": "", "a.txt": "", "b.txt": "" }));
    expect(samples.map(({ image, label }) => [basename(image), basename(label)])).toEqual([
      ["a.jpg", "a.txt"],
      ["b.jpg", "b.txt"],
    ]);
  });

  it("names an image without label", async () => {
    await expect(listSamples(folderOf({ "a.jpg": "", "b.jpg": "", "a.txt": "" }))).rejects.toMatchObject({
      code: "label_missing",
      message: expect.stringContaining("1 image in"),
      hint: "Expected b.txt beside it.",
    });
  });

  it("tells of the images that it passes over", async () => {
    const warnings: string[] = [];
    const folder = folderOf({ "a.jpg": "", "a.txt": "", "b.JPG": "" });
    await listSamples(folder, (message) => warnings.push(message));
    expect(warnings).toEqual([expect.stringMatching(/^1 image file in .* not used, such as b\.JPG/)]);
  });

  it("names a label without image", async () => {
    await expect(listSamples(folderOf({ "a.jpg": "", "b.txt": "", "a.txt": "" }))).rejects.toMatchObject({
      code: "image_missing",
      message: expect.stringContaining("the first is b.txt"),
    });
  });
});
