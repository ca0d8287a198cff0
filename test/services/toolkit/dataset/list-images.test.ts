import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { listImages } from "../../../../services/toolkit/dataset/list-images.js";
import { folderOf } from "./folder.js";

describe("listImages", () => {
  it("lists .jpg files only, sorted by code point, without hidden ones", async () => {
    const folder = folderOf({
      "b.jpg": "",
      "B.jpg": "",
      "10.jpg": "",
      "9.jpg": "",
      "\u{1f600}.jpg": "",
      "\uff5e.jpg": "",
      ".c.jpg": "",
      "d.JPG": "",
      "e.jpeg": "",
      "e.txt": "",
    });
    const names = (await listImages(folder)).map((path) => basename(path));
    expect(names).toEqual(["10.jpg", "9.jpg", "B.jpg", "b.jpg", "\uff5e.jpg", "\u{1f600}.jpg"]);
  });

  it("names an empty folder", async () => {
    const folder = folderOf({});
    await expect(listImages(folder)).rejects.toMatchObject({ code: "dataset_empty", path: folder });
  });

  it("says that a folder has images of other endings only", async () => {
    const folder = folderOf({ "a.PNG": "", "b.JPG": "", "b.txt": "" });
    await expect(listImages(folder)).rejects.toMatchObject({
      code: "dataset_empty",
      hint: expect.stringContaining("2 other image files,"),
    });
  });

  it("tells of the images that it passes over", async () => {
    const folder = folderOf({ "a.jpg": "", "c.JPG": "", "b.png": "", "a.txt": "", ".d.png": "" });
    const warnings: string[] = [];
    expect(await listImages(folder, (message) => warnings.push(message))).toHaveLength(1);
    expect(warnings).toEqual([
      `2 image files in ${folder} not used, such as b.png: only names ending in .jpg (lower case) are read.`,
    ]);
  });

  it("is silent about a folder of .jpg files", async () => {
    const warnings: string[] = [];
    await listImages(folderOf({ "a.jpg": "", "a.txt": "" }), (message) => warnings.push(message));
    expect(warnings).toEqual([]);
  });

  it("names a folder that does not exist", async () => {
    await expect(listImages("/no/such/folder")).rejects.toMatchObject({
      code: "dataset_not_found",
      message: expect.stringContaining("/no/such/folder: there is no such folder"),
    });
  });
});
