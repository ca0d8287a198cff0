import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLabels } from "../../../../services/toolkit/dataset/read-labels.js";
import { folderOf } from "./folder.js";

describe("readLabels", () => {
  it("names a label with another number of key points than the first", async () => {
    const folder = folderOf({ "a.txt": "0 0 0 0 0 0 0 1", "b.txt": "0 0 0 0 0 0 0 1 0 0 1" });
    const paths = ["a.txt", "b.txt"].map((name) => join(folder, name));
    await expect(readLabels(paths)).rejects.toMatchObject({
      code: "label_invalid",
      message: expect.stringContaining("b.txt:1: 2 key points where"),
      path: paths[1],
    });
  });

  it("keeps the order of many files", async () => {
    const names = Array.from({ length: 80 }, (_, i) => `${i}.txt`);
    const folder = folderOf(Object.fromEntries(names.map((name, i) => [name, `${i} 0 0 0 0 0 0 1\n`])));
    const labels = await readLabels(names.map((name) => join(folder, name)));
    expect(labels.map(([person]) => person?.[0])).toEqual(names.map((_, i) => i));
  });
});
