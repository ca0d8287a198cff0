import { describe, expect, it } from "vitest";
import { calibrate } from "../../../../../services/quantization/tflite/calibrate/calibrate.js";
import type { Sample } from "../../../../../services/quantization/tflite/calibrate/feeds.js";
import type { Graph, Operator, Tensor } from "../../../../../services/toolkit/tflite/graph.js";
import type { BuiltinOperator } from "../../../../../services/toolkit/tflite/schema/builtin-operators.js";
import { makeOptions } from "../../../../../services/toolkit/tflite/schema/options.js";
import { activation, floats, graphOf, integers } from "../../../toolkit/tflite/onnx/graph-of.js";

describe("calibrate", () => {
  it("gives the least and the greatest value over all samples", async () => {
    const graph = chain(["NEG"], [-1, 4]);
    const ranges = await calibrate(graph, samples([1, -2, 0.5, 0], [3, 0, 0, 0]), both("x0", "x1"));
    expect(ranges).toEqual(
      new Map([
        ["x0", { min: -2, max: 3 }],
        ["x1", { min: -3, max: 2 }],
      ]),
    );
  });

  it.each([8, 6])(
    "measures large images of %i channels exactly, first and last values too",
    async (channels) => {
      const sizes = [-1, 32, 32, channels];
      const graph = pooled(sizes);
      const image = Float32Array.from({ length: 32 * 32 * channels }, (_, i) => Math.sin(i) / 3);
      image[0] = -7.25;
      image[image.length - 1] = 9.125;
      const ranges = await calibrate(graph, samples(image), both("x", "pooled"));
      expect(ranges.get("x")).toEqual({ min: -7.25, max: 9.125 });
      expect(ranges.get("pooled")).toEqual({ min: -7.25, max: 9.125 });
    },
  );

  it("measures large tensors of other than four axes", async () => {
    const graph = chain(["NEG"], [-1, 3000]);
    const values = Float32Array.from({ length: 3000 }, (_, i) => i - 1000);
    expect((await calibrate(graph, samples(values), both("x1"))).get("x1")).toEqual({
      min: -1999,
      max: 1000,
    });
  });

  it("takes many images in one sample", async () => {
    const graph = pooled([-1, 32, 32, 8]);
    const values = Float32Array.from({ length: 21 * 32 * 32 * 8 }, (_, i) => i);
    const ranges = await calibrate(graph, samples(values), both("pooled"));
    expect(ranges.get("pooled")).toEqual({ min: 0, max: values.length - 1 });
  });

  it("runs a network of a fixed batch once for each of its batches", async () => {
    const graph = chain(["NEG"], [2, 2]);
    const ranges = await calibrate(graph, samples([1, 2, 3, 4, 5, 6, 7, 8]), both("x1"));
    expect(ranges.get("x1")).toEqual({ min: -8, max: -1 });
  });

  it("gives 0 for a minimum that does not matter", async () => {
    const graph = chain(["RELU"], [-1, 2000]);
    const wanted = [{ tensor: "x1", needsMin: false }];
    const ranges = await calibrate(graph, samples(new Float32Array(2000).fill(5)), wanted);
    expect(ranges.get("x1")).toEqual({ min: 0, max: 5 });
  });

  it("measures what the batch is cut into beside what it is not", async () => {
    const input = activation("x", [-1, 4, 1]);
    const cut = activation("cut", [-1, 2, 1]);
    const negated = activation("negated", [-1, 2, 1]);
    const joined = activation("joined", [-1, 4, 1]);
    const [blocks, none] = [integers("blocks", [2]), integers("none", [0, 0])];
    const graph = graphOf(
      [
        { op: "SPACE_TO_BATCH_ND", inputs: [input, blocks, none], outputs: [cut] },
        { op: "NEG", inputs: [cut], outputs: [negated] },
        { op: "BATCH_TO_SPACE_ND", inputs: [negated, blocks, none], outputs: [joined] },
      ],
      [input],
    );
    const ranges = await calibrate(
      graph,
      samples([1, 2, 3, 4, 5, 6, 7, 8]),
      both("x", "cut", "negated", "joined"),
    );
    expect(ranges.get("cut")).toEqual({ min: 1, max: 8 });
    expect(ranges.get("negated")).toEqual({ min: -8, max: -1 });
    expect(ranges.get("joined")).toEqual(ranges.get("negated"));
  });

  it("matches several inputs by their names", async () => {
    const [left, right] = [activation("left", [-1, 2]), activation("right", [-1, 2])];
    const options = makeOptions("SubOptions");
    const graph = graphOf(
      [{ op: "SUB", inputs: [left, right], outputs: [activation("y", [-1, 2])], options }],
      [right, left],
    );
    const sample = new Map([
      ["left", Float32Array.of(1, 2)],
      ["right", Float32Array.of(10, 20)],
    ]);
    expect((await calibrate(graph, listed([sample]), both("y"))).get("y")).toEqual({ min: -18, max: -9 });
  });

  it("asks for a sample when the one before is used", async () => {
    const alive: string[] = [];
    const graph = chain(["NEG"], [-1, 1]);
    await calibrate(graph, narrated(alive), both("x1"));
    expect(alive).toEqual(["0 asked", "1 asked", "end"]);
  });
});

describe("calibrate refuses", () => {
  it.each([
    ["an input that is no number", ["NEG"], Number.NaN, "x0"],
    ["an infinite input", ["NEG"], Number.POSITIVE_INFINITY, "x0"],
    ["an overflow", ["NEG", "EXP"], -1000, "x2"],
    ["the root of a negative number", ["NEG", "SQRT", "RELU"], 1, "x2"],
  ] as const)("%s, naming the tensor", async (_, operators, value, tensor) => {
    const graph = chain(operators, [-1, 2000]);
    const values = new Float32Array(2000);
    values[1234] = value;
    const wanted = both(...graph.inputs.map(({ name }) => name), `x${operators.length}`);
    await expect(calibrate(graph, samples(values), wanted)).rejects.toMatchObject({
      code: "calibration_not_finite",
      message: expect.stringContaining(`'${tensor}'`),
    });
  });

  it("to calibrate with nothing", async () => {
    await expect(calibrate(chain(["NEG"], [-1, 2]), samples(), both("x1"))).rejects.toMatchObject({
      code: "calibration_empty",
    });
  });

  it.each([
    ["values for half an image", new Map([["x0", new Float32Array(3)]]), "3 values for the input 'x0'"],
    ["no values at all", new Map([["x0", new Float32Array(0)]]), "0 values for the input 'x0'"],
    ["another input's name", new Map([["image", new Float32Array(2)]]), "only for image"],
  ])("%s", async (_, sample: Sample, message) => {
    await expect(calibrate(chain(["NEG"], [-1, 2]), listed([sample]), both("x1"))).rejects.toMatchObject({
      code: "calibration_sample",
      message: expect.stringContaining(message),
    });
  });
});

/** x0 → operator → x1 → operator → x2 … */
function chain(operators: readonly BuiltinOperator[], sizes: readonly number[]): Graph {
  const tensors = [...operators.keys(), operators.length].map((place) => activation(`x${place}`, sizes));
  const [input, ...results] = tensors;
  if (input === undefined) throw new Error("the chain is empty");
  const links = results.map((output, place): Operator => {
    const op = operators[place];
    if (op === undefined) throw new Error(`there is no operator ${place}`);
    return { op, inputs: tensors.slice(place, place + 1), outputs: [output] };
  });
  return graphOf(links, [input]);
}

/** x → a convolution that changes nothing → pooled by windows of one pixel. */
function pooled(sizes: readonly number[]): Graph {
  const channels = sizes.at(-1) ?? 1;
  const [input, copied, output] = ["x", "copied", "pooled"].map((name) => activation(name, sizes)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const ones = floats("ones", [1, 1, 1, channels], new Array<number>(channels).fill(1));
  const stride = { strideH: 1, strideW: 1 };
  return graphOf(
    [
      {
        op: "DEPTHWISE_CONV_2D",
        inputs: [input, ones],
        outputs: [copied],
        options: makeOptions("DepthwiseConv2DOptions", { ...stride, depthMultiplier: 1 }),
      },
      {
        op: "MAX_POOL_2D",
        inputs: [copied],
        outputs: [output],
        options: makeOptions("Pool2DOptions", { ...stride, filterHeight: 1, filterWidth: 1 }),
      },
    ],
    [input],
  );
}

function both(...tensors: string[]) {
  return tensors.map((tensor) => ({ tensor, needsMin: true }));
}

/** Samples of the input x0, or x where that is the network's. */
function samples(...values: (Float32Array | readonly number[])[]): AsyncGenerator<Sample> {
  return listed(
    values.map((one) => {
      const data = Float32Array.from(one);
      return new Map([
        ["x0", data],
        ["x", data],
      ]);
    }),
  );
}

async function* listed(all: readonly Sample[]): AsyncGenerator<Sample> {
  yield* all;
}

async function* narrated(story: string[]): AsyncGenerator<Sample> {
  for (const place of [0, 1]) {
    story.push(`${place} asked`);
    yield new Map([["x0", Float32Array.of(place)]]);
  }
  story.push("end");
}
