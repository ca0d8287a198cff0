import { describe, expect, test } from "vitest";
import { quantizeGraph } from "../../../../services/quantization/tflite/quantize-graph.js";
import type { QuantizeOptions } from "../../../../services/quantization/tflite/quantize-options.js";
import type { Graph } from "../../../../services/toolkit/tflite/graph.js";
import { constant, conv, float, graph, node, ranges, scaleOf } from "./small-graph.js";

const INT8: QuantizeOptions = { granularity: "per_channel", inputType: "int8", outputType: "int8" };
const operators = (quantized: Graph) => quantized.operators.map(({ op }) => op);
const scales = (quantized: Graph) =>
  quantized.operators.map(({ outputs }) => outputs.map(({ quantization }) => quantization?.scale[0]));

function diamond() {
  const [x, a, b, c] = [float("x"), float("a"), float("b"), float("c", [1, 4, 4, 4])];
  return graph([conv(x, a), conv(x, b), node("CONCATENATION", [a, b], c)], [x], [c]);
}

describe("same-scale operators", () => {
  test("a concatenation decides for the convolutions before it", () => {
    const quantized = quantizeGraph(diamond(), ranges({ x: 1, a: 2, b: 3, c: 4 }), INT8);
    expect(scales(quantized).flat()).toEqual([scaleOf(4), scaleOf(4), scaleOf(4)]);
  });

  test("a convolution decides for the pool behind it", () => {
    const [x, a, p] = [float("x"), float("a"), float("p")];
    const quantized = quantizeGraph(
      graph([conv(x, a), node("MAX_POOL_2D", [a], p)], [x], [p]),
      ranges({ x: 1, a: 2, p: 1.5 }),
      INT8,
    );
    expect(scales(quantized).flat()).toEqual([scaleOf(2), scaleOf(2)]);
  });

  test("of two concatenations of one tensor the later one decides, the other requantizes", () => {
    const [x, a, b, c, d] = [float("x"), float("a"), float("b"), float("c"), float("d")];
    const quantized = quantizeGraph(
      graph(
        [conv(x, a), conv(x, b), node("CONCATENATION", [a, b], c), node("CONCATENATION", [a, x], d)],
        [x],
        [c, d],
      ),
      ranges({ x: 1, a: 2, b: 3, c: 4, d: 5 }),
      INT8,
    );
    expect(operators(quantized)).toEqual([
      "CONV_2D",
      "CONV_2D",
      "QUANTIZE",
      "CONCATENATION",
      "CONCATENATION",
    ]);
    expect(scales(quantized).flat()).toEqual([5, 4, 4, 4, 5].map(scaleOf));
    expect(quantized.inputs[0]?.quantization?.scale[0]).toBe(scaleOf(5));
  });

  test("what a kernel fixes is requantized for a concatenation", () => {
    const [x, s, c] = [float("x"), float("s"), float("c")];
    const quantized = quantizeGraph(
      graph([node("LOGISTIC", [x], s), node("CONCATENATION", [s, x], c)], [x], [c]),
      ranges({ x: 1, s: 1, c: 4 }),
      INT8,
    );
    expect(operators(quantized)).toEqual(["LOGISTIC", "QUANTIZE", "CONCATENATION"]);
    expect(scales(quantized).flat()).toEqual([1 / 256, scaleOf(4), scaleOf(4)]);
  });

  test("a constant of a maximum has the scale of its result", () => {
    const [x, m] = [float("x"), float("m")];
    const quantized = quantizeGraph(
      graph([node("MAXIMUM", [x, constant("k", [1])], m)], [x], [m]),
      ranges({ x: 1, m: 4 }),
      INT8,
    );
    expect(quantized.operators[0]?.inputs[1]?.quantization?.scale[0]).toBe(scaleOf(4));
  });
});

describe("operators without an int8 kernel", () => {
  const [x, a, e, b] = [float("x"), float("a"), float("e"), float("b")];
  const network = graph([conv(x, a), node("ELU", [a], e), conv(e, b)], [x], [b]);

  test("stay float between DEQUANTIZE and QUANTIZE", () => {
    const quantized = quantizeGraph(network, ranges({ x: 1, a: 2, e: 3, b: 4 }), INT8);
    expect(operators(quantized)).toEqual(["CONV_2D", "DEQUANTIZE", "ELU", "QUANTIZE", "CONV_2D"]);
  });

  test("give a float output as it is", () => {
    const outputs = graph(network.operators.slice(0, 2), [x], [e]);
    const quantized = quantizeGraph(outputs, ranges({ x: 1, a: 2, e: 3 }), {
      ...INT8,
      outputType: "float32",
    });
    expect(operators(quantized)).toEqual(["CONV_2D", "DEQUANTIZE", "ELU"]);
  });

  test("share a constant with operators on integers, each in its own form", () => {
    const k = constant("k", [1, 2]);
    const [m, p] = [float("m"), float("p")];
    const quantized = quantizeGraph(
      graph([node("ADD", [x, k], m), node("POW", [m, k], p)], [x], [p]),
      ranges({ x: 1, m: 2, p: 3 }),
      INT8,
    );
    const [add, , pow] = quantized.operators;
    expect([add?.inputs[1]?.type, pow?.inputs[1]?.type]).toEqual(["INT8", "FLOAT32"]);
  });
});

describe("the ends", () => {
  test.each([
    ["float32", "float32", ["QUANTIZE", "CONV_2D", "CONV_2D", "CONCATENATION", "DEQUANTIZE"]],
    ["uint8", "uint8", ["QUANTIZE", "CONV_2D", "CONV_2D", "CONCATENATION", "QUANTIZE"]],
    ["int8", "int8", ["CONV_2D", "CONV_2D", "CONCATENATION"]],
  ] as const)("%s in and %s out keep their names", (inputType, outputType, expected) => {
    const quantized = quantizeGraph(diamond(), ranges({ x: 1, a: 2, b: 3, c: 4 }), {
      ...INT8,
      inputType,
      outputType,
    });
    expect(operators(quantized)).toEqual(expected);
    const [input, output] = [quantized.inputs[0], quantized.outputs[0]];
    expect([input?.name, input?.type]).toEqual(["x", inputType.toUpperCase()]);
    expect([output?.name, output?.type]).toEqual(["c", outputType.toUpperCase()]);
  });

  test("uint8 counts the same steps from 128", () => {
    const quantized = quantizeGraph(diamond(), ranges({ x: 1, a: 2, b: 3, c: 4 }), {
      ...INT8,
      inputType: "uint8",
    });
    expect(quantized.inputs[0]?.quantization).toMatchObject({ zeroPoint: [127] });
  });

  test("names are unique", () => {
    const quantized = quantizeGraph(diamond(), ranges({ x: 1, a: 2, b: 3, c: 4 }), {
      ...INT8,
      inputType: "uint8",
      outputType: "float32",
    });
    const tensors = new Set(quantized.operators.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
    expect(new Set([...tensors].map((tensor) => tensor?.name)).size).toBe(tensors.size);
  });
});

describe("constants", () => {
  test("a weight that two convolutions share stays one tensor; each has its own bias", () => {
    const [x, a, b] = [float("x"), float("a"), float("b")];
    const weight = constant("w", [1, 2, 3, 4], [2, 1, 1, 2]);
    const quantized = quantizeGraph(
      graph([conv(x, a, weight), conv(a, b, weight)], [x], [b]),
      ranges({ x: 1, a: 2, b: 3 }),
      INT8,
    );
    const [first, second] = quantized.operators.map(({ inputs }) => inputs);
    expect(first?.[1]).toBe(second?.[1]);
    expect(first?.[2]?.quantization?.scale[0]).not.toBe(second?.[2]?.quantization?.scale[0]);
  });

  test("per tensor there is one scale", () => {
    const quantized = quantizeGraph(diamond(), ranges({ x: 1, a: 2, b: 3, c: 4 }), {
      ...INT8,
      granularity: "per_tensor",
    });
    expect(quantized.operators[0]?.inputs[1]?.quantization?.scale).toHaveLength(1);
  });
});

test("the float graph is left as it is", () => {
  const given = diamond();
  const before = structuredClone(given);
  quantizeGraph(given, ranges({ x: 1, a: 2, b: 3, c: 4 }), INT8);
  expect(given).toEqual(before);
});

describe("what cannot be quantized", () => {
  test("a range that is not finite names its tensor", () => {
    expect(() =>
      quantizeGraph(diamond(), ranges({ x: Number.POSITIVE_INFINITY, a: 1, b: 1, c: 1 }), INT8),
    ).toThrow(/Tensor 'x' takes values from -Infinity to Infinity/);
  });

  test("a weight that is not finite is named", () => {
    const [x, a] = [float("x"), float("a")];
    const broken = graph([conv(x, a, constant("w", [1, Number.NaN, 3, 4], [2, 1, 1, 2]))], [x], [a]);
    expect(() => quantizeGraph(broken, ranges({ x: 1, a: 1 }), INT8)).toThrow(/weight 'w' holds NaN/);
  });
});
