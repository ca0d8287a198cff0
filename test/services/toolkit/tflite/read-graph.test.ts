import fc from "fast-check";
import { Builder } from "flatbuffers";
import { expect, test } from "vitest";
import { ServiceError } from "../../../../services/toolkit/service/error.js";
import { writeTable } from "../../../../services/toolkit/tflite/flatbuffer/write-table.js";
import type { Graph } from "../../../../services/toolkit/tflite/graph.js";
import { graphBytes } from "../../../../services/toolkit/tflite/graph-bytes.js";
import { readGraph } from "../../../../services/toolkit/tflite/read-graph.js";
import {
  MODEL,
  type ModelTable,
  type TensorTable,
} from "../../../../services/toolkit/tflite/schema/model-tables.js";
import { smallGraph, tensorOf } from "./small-graph.js";

const malformed = (message: RegExp | string) =>
  expect.objectContaining({
    code: "tflite_malformed",
    path: "net.tflite",
    message: expect.stringMatching(message),
  });
const unsupported = (message: RegExp | string) =>
  expect.objectContaining({ code: "tflite_unsupported", message: expect.stringMatching(message) });

const read = (bytes: Uint8Array): Graph => readGraph(bytes, "net.tflite");

test.each([
  ["an empty file", "", /it is empty/],
  ["a text file", "this is no model\n", /it is a text file/],
  ["an HDF5 file", "\x89HDF\r\n\x1a\n\x00\x00", /HDF5/],
  ["a zip archive", "PK\x03\x04\x14\x00\x00\x00", /zip archive/],
  ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", /Git LFS pointer/],
  ["a file of eight bytes", "\x1c\x00\x00\x00TFL3", /lies outside the file/],
])("%s is told apart", (_, content, message) => {
  expect(() => read(Buffer.from(content, "latin1"))).toThrow(malformed(message));
});

test("constants are views of the file where their alignment permits", () => {
  const bytes = graphBytes(smallGraph());
  const kernel = read(bytes).operators[0]?.inputs[1]?.data;
  expect(kernel?.buffer).toBe(bytes.buffer);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(read(shifted.subarray(1)).operators[0]?.inputs[1]?.data).toEqual(kernel);
});

test("a file that is cut short anywhere is refused or still complete", () => {
  const bytes = graphBytes(smallGraph());
  for (let length = 0; length < bytes.length; length += 7) expectNoCrash(bytes.subarray(0, length));
});

test("no change of bytes does more than make a file unreadable", () => {
  const bytes = graphBytes(smallGraph());
  const position = fc.integer({ min: 8, max: bytes.length - 4 });
  const word = fc.constantFrom(0, 1, 4, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, bytes.length);
  const change = fc.tuple(position, fc.oneof(word, fc.integer({ min: 0, max: 255 })), fc.boolean());
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const changed = bytes.slice();
      const view = new DataView(changed.buffer);
      for (const [at, value, wide] of changes) {
        if (wide) view.setUint32(at, value, true);
        else view.setUint8(at, value & 255);
      }
      expectNoCrash(changed);
    }),
    { numRuns: 3000 },
  );
});

function expectNoCrash(bytes: Uint8Array): void {
  let graph: Graph;
  try {
    graph = read(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ServiceError);
    return;
  }
  expect(graphBytes(graph).length).toBeGreaterThan(0);
}

test("a small file whose parts overlap does not fill the memory", () => {
  const many = 50_000;
  const builder = new Builder();
  builder.startVector(4, many, 4);
  for (let i = 0; i < many; i++) builder.addInt32(1);
  const shape = builder.endVector();
  builder.startObject(1);
  builder.addFieldOffset(0, shape, 0);
  const tensor = builder.endObject();
  builder.startVector(4, many, 4);
  for (let i = 0; i < many; i++) builder.addOffset(tensor);
  const tensors = builder.endVector();
  builder.startObject(1);
  builder.addFieldOffset(0, tensors, 0);
  const subgraph = builder.endObject();
  builder.startVector(4, 1, 4);
  builder.addOffset(subgraph);
  const subgraphs = builder.endVector();
  builder.startObject(3);
  builder.addFieldInt32(0, 3, 0);
  builder.addFieldOffset(2, subgraphs, 0);
  builder.finish(builder.endObject(), "TFL3");
  expect(() => read(builder.asUint8Array())).toThrow(
    malformed(/subgraphs\[0\]\.tensors\[\d+\]\.shape overlaps other parts of the file too often/),
  );
});

test("an operator that reads what a later one makes is named", () => {
  const graph = smallGraph();
  graph.operators.reverse();
  expect(() => read(graphBytes(graph))).toThrow(malformed(/operators\[0\] \(RELU\) reads 'middle' before/));
});

test("tensors without a name, or with one that is taken, get one", () => {
  const graph = smallGraph();
  for (const { outputs } of graph.operators) for (const tensor of outputs) tensor.name = "";
  for (const tensor of graph.inputs) tensor.name = "bias";
  const names = read(graphBytes(graph)).operators.flatMap(({ inputs, outputs }) =>
    [...inputs, ...outputs].map((tensor) => tensor?.name),
  );
  expect(names).toEqual(["bias", "kernel", "bias_2", "tensor_3", "tensor_3", "tensor_4"]);
});

/** A network of one tensor and no operator; `change` replaces tables. */
function file(tensor: Partial<TensorTable>, change: Partial<ModelTable> = {}): Uint8Array {
  const full: TensorTable = {
    shape: [2],
    type: 0,
    buffer: 0,
    name: "x",
    quantization: undefined,
    isVariable: false,
    sparsity: undefined,
    shapeSignature: undefined,
    hasRank: true,
    externalBuffer: 0,
    ...tensor,
  };
  const builder = new Builder();
  const model: ModelTable = {
    version: 3,
    operatorCodes: [],
    subgraphs: [subgraph([full])],
    description: undefined,
    buffers: [{ data: undefined, offset: 0n, size: 0n }],
    metadataBuffer: undefined,
    metadata: undefined,
    signatureDefs: undefined,
    ...change,
  };
  builder.finish(writeTable(builder, MODEL, model), "TFL3");
  return builder.asUint8Array();
}

function subgraph(tensors: readonly TensorTable[]) {
  return { tensors, inputs: [0], outputs: [0], operators: [], name: "main" };
}

const scales = (scale: readonly number[], zeroPoint: readonly bigint[]) => ({
  quantization: {
    min: undefined,
    max: undefined,
    scale,
    zeroPoint,
    details: undefined,
    quantizedDimension: 0,
  },
});

test.each<[string, Uint8Array, unknown]>([
  ["a tensor of strings", file({ type: 5 }), unsupported(/a tensor of the type STRING/)],
  ["a tensor of no type", file({ type: 99 }), malformed(/tensors\[0\] is of the unknown type 99/)],
  ["a negative size", file({ shape: [-2] }), malformed(/has the shape \[-2\]/)],
  ["a size beyond all numbers", file({ shape: new Array(9).fill(2 ** 31 - 1) }), malformed(/has the shape/)],
  ["a buffer that is not there", file({ buffer: 7 }), malformed(/is in buffer 7 of 1/)],
  ["constants in other files", file({ externalBuffer: 1 }), unsupported(/keeps constants in other files/)],
  ["scales without zero points", file(scales([1], [])), malformed(/has 1 scales and 0 zero points/)],
  [
    "too many scales",
    file(scales([1, 2, 3], [0n, 0n, 0n])),
    malformed(/has 3 scales along dimension 0 of \[2\]/),
  ],
  ["another version", file({}, { version: 2 }), unsupported(/is of version 2 of the format/)],
  ["no subgraph", file({}, { subgraphs: [] }), malformed(/it has no subgraph/)],
  [
    "several subgraphs",
    file({}, { subgraphs: [subgraph([]), subgraph([])] }),
    unsupported(/has 2 subgraphs .*WHILE/),
  ],
])("%s: the error says so", (_, bytes, error) => {
  expect(() => read(bytes)).toThrow(error as Error);
});

test("a constant of the wrong size is named with both sizes", () => {
  const buffers = [undefined, new Uint8Array(4)].map((data) => ({ data, offset: 0n, size: 0n }));
  expect(() => read(file({ buffer: 1 }, { buffers }))).toThrow(
    malformed(/tensors\[0\] has 4 bytes for FLOAT32 \[2\], which takes 8/),
  );
});

test("a constant behind the flatbuffer is read, as files beyond 2 GB keep theirs", () => {
  const buffers = (offset: bigint) => [0n, offset].map((at) => ({ data: undefined, offset: at, size: 8n }));
  const size = file({ buffer: 1 }, { buffers: buffers(2n) }).length;
  const whole = new Uint8Array(size + 8);
  whole.set(file({ buffer: 1 }, { buffers: buffers(BigInt(size)) }));
  whole.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), size);
  expect(read(whole).inputs[0]?.data).toEqual(Float32Array.of(1.5, -2));
  expect(() => read(whole.subarray(0, size + 7))).toThrow(malformed(/lies outside the file/));
});

test("sparse constants keep their encoding", () => {
  const graph = smallGraph();
  const kernel = tensorOf(graph, "kernel");
  kernel.data = Float32Array.of(1, 2);
  kernel.sparsity = {
    traversalOrder: [0, 1, 2, 3],
    blockMap: undefined,
    dimMetadata: [
      {
        format: 1,
        denseSize: 0,
        arraySegments: { type: "Int32Vector", values: [0, 2] },
        arrayIndices: { type: "Uint8Vector", values: Uint8Array.of(0, 4) },
      },
    ],
  };
  expect(read(graphBytes(graph)).operators[0]?.inputs[1]).toEqual(kernel);
});
