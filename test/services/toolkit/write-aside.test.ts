import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AsideFile } from "../../../services/toolkit/aside-file.js";
import { writeAside } from "../../../services/toolkit/write-aside.js";
import { temporaryFolder } from "./onnx/temporary-folder.js";

describe("writing a file aside", () => {
  test("makes the folders on the way and tells the bytes of a text", () => {
    const path = join(temporaryFolder(), "a", "b.txt");
    expect(writeAside("é", path)).toBe(2);
    expect(readFileSync(path, "utf8")).toBe("é");
  });

  test("leaves nothing behind where the name is taken by a folder", () => {
    const folder = temporaryFolder();
    const path = join(folder, "taken");
    mkdirSync(path);
    const refusal = {
      code: "output_unwritable",
      path,
      message: expect.stringContaining(`${path} cannot be`),
    };
    expect(() => writeAside("text", path)).toThrow(expect.objectContaining(refusal));
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  test.skipIf(process.platform === "win32")("gives the file its permissions", () => {
    const path = join(temporaryFolder(), "mine");
    writeAside("text", path, 0o600);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

test("a file that is written piece by piece has its name once it is finished", () => {
  const folder = temporaryFolder();
  const file = new AsideFile(join(folder, "a"));
  file.write(Uint8Array.of(1));
  file.write(Uint8Array.of(2, 3));
  expect(readdirSync(folder)).not.toContain("a");
  file.finish();
  expect(readdirSync(folder)).toEqual(["a"]);
  expect([...readFileSync(join(folder, "a"))]).toEqual([1, 2, 3]);
});
