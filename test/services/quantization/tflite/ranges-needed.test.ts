import { expect, test } from "vitest";
import { degenerateRanges } from "../../../../services/quantization/tflite/degenerate-ranges.js";
import { inPlaceRanges } from "../../../../services/quantization/tflite/in-place-ranges.js";
import { isQuantizedGraph } from "../../../../services/quantization/tflite/is-quantized-graph.js";
import { quantizeGraph } from "../../../../services/quantization/tflite/quantize-graph.js";
import { rangesNeeded } from "../../../../services/quantization/tflite/ranges-needed.js";
import { conv, float, graph, node, ranges } from "./small-graph.js";

const names = (wanted: ReturnType<typeof rangesNeeded>) => wanted.map(({ tensor }) => tensor).sort();

test("no range is needed of what a kernel fixes or a neighbour decides", () => {
  const [x, a, p, s] = [float("x"), float("a"), float("p"), float("s")];
  const network = graph([conv(x, a), node("MAX_POOL_2D", [a], p), node("LOGISTIC", [p], s)], [x], [s]);
  expect(names(rangesNeeded(network))).toEqual(["a", "x"]);
});

test("nor of what stays between float operators", () => {
  const [x, a, b] = [float("x"), float("a"), float("b")];
  expect(names(rangesNeeded(graph([node("ELU", [x], a), node("ELU", [a], b)], [x], [b])))).toEqual([
    "b",
    "x",
  ]);
});

test("the minimum matters only where a value can be below 0", () => {
  const [x, a, b] = [float("x"), float("a"), float("b")];
  const wanted = rangesNeeded(graph([node("RELU", [x], a), node("ADD", [a, a], b)], [x], [b]));
  expect(wanted).toEqual([
    { tensor: "x", needsMin: true },
    { tensor: "a", needsMin: false },
    { tensor: "b", needsMin: false },
  ]);
});

test("an addition writes over its only reader's input, whose range then holds both", () => {
  const [x, a, b, c] = [float("x"), float("a"), float("b"), float("c")];
  const network = graph([conv(x, a), node("ADD", [a, x], b), node("RELU", [b], c)], [x], [c]);
  const seen = inPlaceRanges(network, ranges({ x: 1, a: 2, b: 3, c: 4 }));
  expect(seen.get("a")).toEqual({ min: -3, max: 3 });
  expect(seen.get("x")).toEqual({ min: -1, max: 1 });
});

test("not over one that is read again, nor for an output of the network", () => {
  const [x, a, b, c] = [float("x"), float("a"), float("b"), float("c")];
  const given = ranges({ x: 1, a: 2, b: 3, c: 4 });
  const again = graph([conv(x, a), node("ADD", [a, x], b), node("MUL", [a, b], c)], [x], [c]);
  expect(inPlaceRanges(again, given).get("a")).toEqual({ min: -2, max: 2 });
  const output = graph([conv(x, a), node("ADD", [a, x], b)], [x], [b]);
  expect(inPlaceRanges(output, given).get("a")).toEqual({ min: -2, max: 2 });
});

test("what is 0 in all samples is told, with ranges that TensorFlow would give it", () => {
  const [x, a] = [float("x"), float("a")];
  const network = graph([conv(x, a)], [x], [a]);
  const black = ranges({ x: 0, a: 1 });
  expect(degenerateRanges(network, black)).toEqual(["x"]);
  const quantized = quantizeGraph(network, black, {
    granularity: "per_channel",
    inputType: "int8",
    outputType: "int8",
  });
  expect(quantized.inputs[0]?.quantization?.scale[0]).toBeCloseTo(2e-6 / 255, 15);
});

test("a quantized network is known as one", () => {
  const [x, a] = [float("x"), float("a")];
  const network = graph([conv(x, a)], [x], [a]);
  const options = { granularity: "per_channel", inputType: "float32", outputType: "float32" } as const;
  expect(isQuantizedGraph(network)).toBe(false);
  expect(isQuantizedGraph(quantizeGraph(network, ranges({ x: 1, a: 1 }), options))).toBe(true);
});
