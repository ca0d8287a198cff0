import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import {
  TensorProto_DataLocation as Location,
  ModelProtoSchema,
  StringStringEntryProtoSchema,
} from "../../../../services/toolkit/onnx/onnx_pb.js";
import { type Model, readModel } from "../../../../services/toolkit/onnx/read-model.js";
import { tensorData } from "../../../../services/toolkit/onnx/tensor-data.js";
import { writeModel } from "../../../../services/toolkit/onnx/write-model.js";
import { ServiceError } from "../../../../services/toolkit/service/error.js";
import { smallModel } from "./small-model.js";
import { temporaryFolder } from "./temporary-folder.js";

const add = (opset = 13): Model =>
  smallModel({
    nodes: [makeNode("Add", "add", ["x", "c"], ["y"])],
    constants: { c: [[2], Float32Array.of(1, 2)] },
    input: ["N", 2],
    outputs: ["y"],
    opset,
  });

test("a model that was written reads back the same", () => {
  const path = join(temporaryFolder(), "model.onnx");
  writeModel(add(), path);
  const read = readModel(path);
  expect(toBinary(ModelProtoSchema, read)).toEqual(toBinary(ModelProtoSchema, add()));
});

test.skipIf(process.platform === "win32")("a pipe is refused, not waited for", () => {
  const path = join(temporaryFolder(), "pipe.onnx");
  execFileSync("mkfifo", [path]);
  expect(() => readModel(path)).toThrow(`The model ${path} cannot be read: it is not a file`);
});

test("a missing file is named", () => {
  expect(() => readModel("/no/such/model.onnx")).toThrow(
    expect.objectContaining({ code: "model_not_found", path: "/no/such/model.onnx" }),
  );
});

test.each([
  ["a text file", "this is no model\n", /it is a text file/],
  ["an empty file", "", /it is empty/],
  ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", /Git LFS pointer/],
  ["an HDF5 file", "\x89HDF\r\n\x1a\n\x00\x00", /HDF5/],
  ["a zip archive", "PK\x03\x04\x14\x00", /zip archive/],
  ["a TFLite model", "\x1c\x00\x00\x00TFL3\x14\x00", /TFLite/],
])("%s named .onnx is told apart", (_, content, message) => {
  const path = join(temporaryFolder(), "model.onnx");
  writeFileSync(path, content, "latin1");
  expect(() => readModel(path)).toThrow(message);
  expect(() => readModel(path)).toThrow(expect.objectContaining({ code: "model_unreadable", path }));
});

test("a model cut short anywhere is refused", () => {
  const folder = temporaryFolder();
  const whole = toBinary(ModelProtoSchema, add());
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
      const path = join(folder, "cut.onnx");
      writeFileSync(path, whole.subarray(0, length));
      expect(() => readModel(path)).toThrow(ServiceError);
    }),
    { numRuns: whole.length },
  );
});

test.each([5, 27])("opset %i is refused with the range that is supported", (opset) => {
  const path = join(temporaryFolder(), "model.onnx");
  writeModel(add(opset), path);
  expect(() => readModel(path)).toThrow(`uses ONNX opset ${opset}; opsets 7 to 26 are supported`);
});

function withExternal(location: string, more: Readonly<Record<string, string>> = {}): Model {
  const model = add();
  for (const tensor of model.graph.initializer) {
    tensor.rawData = new Uint8Array();
    tensor.dataLocation = Location.EXTERNAL;
    tensor.externalData = Object.entries({ location, ...more }).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    );
  }
  return model;
}

test("tensors kept in a file beside the model are read from their offset", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "weights.bin"), new Uint8Array(Float32Array.of(9, 3, 4).buffer));
  writeModel(withExternal("weights.bin", { offset: "4", length: "8" }), join(folder, "model.onnx"));
  const [tensor] = readModel(join(folder, "model.onnx")).graph.initializer;
  expect(tensor && [...tensorData(tensor)]).toEqual([3, 4]);
});

test("a data file that is not there, or too short, is named", () => {
  const folder = temporaryFolder();
  const path = join(folder, "model.onnx");
  writeModel(withExternal("weights.bin"), path);
  expect(() => readModel(path)).toThrow(/weights\.bin, which is not there/);
  writeFileSync(join(folder, "weights.bin"), new Uint8Array(4));
  writeModel(withExternal("weights.bin", { length: "8" }), path);
  expect(() => readModel(path)).toThrow(/ends early/);
});

test.each([
  ["length", "-1", "expected the length of tensor 'c' to be a number of bytes, got '-1'"],
  ["length", "x", "expected the length of tensor 'c' to be a number of bytes, got 'x'"],
  ["offset", "-5", "expected the offset of tensor 'c' to be a number of bytes, got '-5'"],
  ["offset", "1.5", "expected the offset of tensor 'c' to be a number of bytes, got '1.5'"],
  ["length", "1000000000000000", "tensor 'c' needs 1000000000000000 bytes from 0, the file has 8"],
  ["offset", "9", "tensor 'c' needs 0 bytes from 9, the file has 8"],
])("a place in a data file with the %s %s is refused", (key, value, message) => {
  const folder = temporaryFolder();
  const data = join(folder, "weights.bin");
  writeFileSync(data, new Uint8Array(8));
  const path = join(folder, "model.onnx");
  writeModel(withExternal("weights.bin", { [key]: value }), path);
  const refusal = { code: "onnx_external_data", path: data, message: expect.stringContaining(message) };
  expect(() => readModel(path)).toThrow(expect.objectContaining(refusal));
});

test("a folder is no data file", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "weights"));
  const path = join(folder, "model.onnx");
  writeModel(withExternal("weights"), path);
  expect(() => readModel(path)).toThrow(/tensor 'c' is kept in .*weights, which is no file/);
});

test("a data file outside the model's folder is refused, by path or by link", () => {
  const outer = temporaryFolder();
  const folder = join(outer, "model");
  mkdirSync(folder);
  writeFileSync(join(outer, "secret.bin"), new Uint8Array(8));
  symlinkSync(join(outer, "secret.bin"), join(folder, "link.bin"));
  const path = join(folder, "model.onnx");
  for (const location of ["../secret.bin", join(outer, "secret.bin"), "link.bin", ""]) {
    writeModel(withExternal(location), path);
    expect(() => readModel(path)).toThrow(/outside the model's folder/);
  }
});
