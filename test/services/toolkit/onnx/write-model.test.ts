import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import { copyModel, writeModel } from "../../../../services/toolkit/onnx/write-model.js";
import { smallModel } from "./small-model.js";
import { temporaryFolder } from "./temporary-folder.js";

const relu = smallModel({ nodes: [makeNode("Relu", "", ["x"], ["y"])], input: ["N", 2], outputs: ["y"] });

test("folders on the way are made and the size is told", () => {
  const path = join(temporaryFolder(), "a", "b", "model.onnx");
  expect(writeModel(relu, path)).toBe(readFileSync(path).length);
});

test("a failed write leaves nothing behind and names the file", () => {
  const folder = temporaryFolder();
  const path = join(folder, "taken");
  mkdirSync(path);
  expect(() => writeModel(relu, path)).toThrow(expect.objectContaining({ code: "output_unwritable", path }));
  expect(readdirSync(folder)).toEqual(["taken"]);
});

test("a copy has the bytes of its original, unknown fields included", () => {
  const folder = temporaryFolder();
  writeModel(relu, join(folder, "model.onnx"));
  const bytes = Buffer.concat([readFileSync(join(folder, "model.onnx")), Buffer.of(0xfa, 0x3f, 1, 7)]);
  writeFileSync(join(folder, "model.onnx"), bytes);
  copyModel(relu, join(folder, "model.onnx"), join(folder, "copy.onnx"));
  expect(readFileSync(join(folder, "copy.onnx"))).toEqual(bytes);
});
