import { expect, test } from "vitest";
import { FlatFile } from "../../../../services/toolkit/tflite/flatbuffer/flat-file.js";
import { readTable } from "../../../../services/toolkit/tflite/flatbuffer/read-table.js";
import type { Graph, Tensor } from "../../../../services/toolkit/tflite/graph.js";
import { graphBytes } from "../../../../services/toolkit/tflite/graph-bytes.js";
import { readGraph } from "../../../../services/toolkit/tflite/read-graph.js";
import { MODEL } from "../../../../services/toolkit/tflite/schema/model-tables.js";
import { smallGraph, tensorOf } from "./small-graph.js";

function tables(graph: Graph) {
  const bytes = graphBytes(graph);
  const file = new FlatFile(bytes, "graph");
  return { bytes, model: readTable(file, file.follow(0, ""), MODEL, "") };
}

test("buffer 0 is empty and the others start at multiples of 16", () => {
  const { bytes, model } = tables(smallGraph());
  const [first, ...others] = model.buffers ?? [];
  expect(first?.data).toBeUndefined();
  expect(others.map(({ data }) => ((data?.byteOffset ?? 1) - bytes.byteOffset) % 16)).toEqual([0, 0]);
});

test("tensors that hold the same array share its buffer", () => {
  const graph = smallGraph();
  const copy: Tensor = { ...tensorOf(graph, "kernel"), name: "copy" };
  graph.operators.push({
    op: "ABS",
    inputs: [copy],
    outputs: [{ name: "z", type: "FLOAT32", shape: [3, 1, 1, 2] }],
  });
  expect(tables(graph).model.buffers).toHaveLength(3);
  const read = readGraph(graphBytes(graph), "graph");
  expect(read.operators[2]?.inputs[0]?.data).toBe(read.operators[0]?.inputs[1]?.data);
});

test("operators of one kind have one code, of the greatest version that one of them needs", () => {
  const graph = smallGraph();
  const output: Tensor = { name: "q", type: "INT8", shape: [1, 4, 4, 3] };
  const integers: Tensor = { name: "p", type: "INT8", shape: [1, 4, 4, 3] };
  graph.operators.push(
    { op: "QUANTIZE", inputs: [graph.outputs[0]], outputs: [integers] },
    { op: "RELU", inputs: [integers], outputs: [output] },
  );
  const codes = tables(graph).model.operatorCodes?.map(({ builtinCode, version }) => [builtinCode, version]);
  expect(codes).toEqual([
    [3, 1],
    [19, 2],
    [114, 1],
  ]);
});

test("operators beyond 127 have their code in the newer field alone", () => {
  const graph = smallGraph();
  graph.operators.push({
    op: "GELU",
    inputs: [graph.outputs[0]],
    outputs: [{ name: "g", type: "FLOAT32", shape: [1] }],
  });
  const code = tables(graph).model.operatorCodes?.at(-1);
  expect(code).toMatchObject({ deprecatedBuiltinCode: 127, builtinCode: 150 });
});

test("the signature names the ends in their order", () => {
  expect(tables(smallGraph()).model.signatureDefs).toMatchObject([
    { signatureKey: "serving_default", inputs: [{ name: "image" }], outputs: [{ name: "heatmaps" }] },
  ]);
});

test("a network beyond 2 GB is refused before memory is taken for it", () => {
  const graph = smallGraph();
  const { buffer } = new Float32Array(2 ** 24);
  for (let i = 0; i < 40; i++)
    graph.operators.push({
      op: "ABS",
      inputs: [{ name: `c${i}`, type: "FLOAT32", shape: [2 ** 24], data: new Float32Array(buffer) }],
      outputs: [{ name: `y${i}`, type: "FLOAT32", shape: [2 ** 24] }],
    });
  expect(() => graphBytes(graph)).toThrow(expect.objectContaining({ code: "tflite_too_large" }));
});
