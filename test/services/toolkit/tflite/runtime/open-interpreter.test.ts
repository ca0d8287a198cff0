import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Graph, Tensor, TensorData, TensorType } from "../../../../../services/toolkit/tflite/graph.js";
import { openInterpreter } from "../../../../../services/toolkit/tflite/runtime/open-interpreter.js";
import { makeOptions } from "../../../../../services/toolkit/tflite/schema/options.js";
import { hasShared, shared } from "../../../../shared.js";
import { goldenCases, goldenModel, tensorOf } from "./golden-cases.js";

async function answersOf(
  source: Uint8Array | Graph,
  ...inputs: TensorData[]
): Promise<readonly TensorData[]> {
  const interpreter = await openInterpreter(source, { name: "test.tflite" });
  try {
    return await interpreter.run(inputs);
  } finally {
    interpreter.close();
  }
}

function tensor(name: string, type: TensorType, shape: number[], quantized = false): Tensor {
  if (!quantized) return { name, type, shape };
  const quantization = { scale: Float32Array.of(0.5), zeroPoint: [type === "INT8" ? -3 : 0], dimension: 0 };
  return { name, type, shape, quantization };
}

function nativeMemory(): number {
  const { rss, heapTotal } = process.memoryUsage();
  return rss - heapTotal;
}

/** Answers its input upside down: [n, 2, 1, 1] → [n, 2, 1, 1]. */
function reversal(
  type: TensorType,
  { quantized = false, signature = [1, 2, 1, 1], axis: along = 1 } = {},
): Graph {
  const input = { ...tensor("in", type, [1, 2, 1, 1], quantized), signature };
  const output = { ...tensor("out", type, [1, 2, 1, 1], quantized), signature };
  const axis: Tensor = { name: "axis", type: "INT32", shape: [1], data: Int32Array.of(along) };
  return {
    name: "main",
    operators: [
      {
        op: "REVERSE_V2",
        inputs: [input, axis],
        outputs: [output],
        options: makeOptions("ReverseV2Options"),
      },
    ],
    inputs: [input],
    outputs: [output],
  };
}

describe("openInterpreter", () => {
  it.each([
    ["FLOAT32", Float32Array.of(0.25, -7)],
    ["UINT8", Uint8Array.of(0, 255)],
    ["INT32", Int32Array.of(-5, 1 << 30)],
    ["INT8", Int8Array.of(-128, 127)],
    ["INT16", Int16Array.of(-32768, 12)],
    ["INT64", BigInt64Array.of(-4n, 99n)],
    ["BOOL", Uint8Array.of(1, 0)],
  ] as const)("passes %s values as they are", async (type, values) => {
    const [answer] = await answersOf(reversal(type), values);
    expect(answer).toEqual(values.toReversed());
  });

  it("passes quantized int8 values as they are", async () => {
    const values = Int8Array.of(-128, 127);
    const [answer] = await answersOf(reversal("INT8", { quantized: true }), values);
    expect(answer).toEqual(values.toReversed());
  });

  it("tells the ends as the model has them, an open batch as one", async () => {
    const graph = reversal("INT8", { quantized: true, signature: [-1, 2, 1, 1] });
    const interpreter = await openInterpreter(graph, { name: "a.tflite" });
    expect(interpreter.inputs).toEqual([
      {
        name: "in",
        type: "INT8",
        shape: [1, 2, 1, 1],
        quantization: { scale: Float32Array.of(0.5), zeroPoint: [-3], dimension: 0 },
      },
    ]);
    expect(await interpreter.run([Int8Array.of(1, 2)])).toEqual([Int8Array.of(2, 1)]);
    interpreter.close();
    expect(graph.inputs[0]?.signature).toEqual([-1, 2, 1, 1]);
  });

  it("keeps several inputs and outputs in the model's order", async () => {
    const [a, b] = [tensor("z", "FLOAT32", [1]), tensor("a", "FLOAT32", [1])];
    const [difference, product] = [tensor("y", "FLOAT32", [1]), tensor("b", "FLOAT32", [1])];
    const graph: Graph = {
      name: "main",
      operators: [
        { op: "SUB", inputs: [a, b], outputs: [difference], options: makeOptions("SubOptions") },
        { op: "MUL", inputs: [a, b], outputs: [product], options: makeOptions("MulOptions") },
      ],
      inputs: [a, b],
      outputs: [difference, product],
    };
    const answers = await answersOf(graph, Float32Array.of(5), Float32Array.of(3));
    expect(answers).toEqual([Float32Array.of(2), Float32Array.of(15)]);
  });

  it("names the model and the reason where an operator fails", async () => {
    const graph = reversal("FLOAT32", { axis: 7 });
    await expect(answersOf(graph, Float32Array.of(1, 2))).rejects.toMatchObject({
      code: "inference_failed",
      message:
        "LiteRT cannot run test.tflite: axes[i] >= 0 && axes[i] < rank was not true; " +
        "Node number 0 (REVERSE_V2) failed to invoke; Failed to invoke.",
    });
  });

  it("names an operator that LiteRT does not have", async () => {
    const [input, output] = [tensor("in", "FLOAT32", [2]), tensor("out", "FLOAT32", [2])];
    const graph: Graph = {
      name: "main",
      operators: [{ op: "CUSTOM", custom: { code: "TheirOwn" }, inputs: [input], outputs: [output] }],
      inputs: [input],
      outputs: [output],
    };
    await expect(answersOf(graph, Float32Array.of(1, 2))).rejects.toThrow(
      "LiteRT cannot run test.tflite: Encountered unresolved custom op: TheirOwn",
    );
  });

  it("refuses an output that no operator makes", async () => {
    const input = tensor("in", "FLOAT32", [2]);
    const graph: Graph = { name: "main", operators: [], inputs: [input], outputs: [input] };
    await expect(answersOf(graph, Float32Array.of(1, 2))).rejects.toThrow(
      "test.tflite has the output 'in', which no operator makes.",
    );
  });

  it("says how many values an input takes", async () => {
    await expect(answersOf(reversal("FLOAT32"), Float32Array.of(1))).rejects.toThrow(
      "test.tflite: 'in' takes 2 values [1,2,1,1], got 1.",
    );
  });

  it("refuses what is no model", async () => {
    const text = new TextEncoder().encode("this is a text file and no network at all");
    await expect(answersOf(text)).rejects.toMatchObject({ name: "ServiceError" });
  });

  it("leaves no globals and prints nothing", async () => {
    await answersOf(reversal("FLOAT32"), Float32Array.of(1, 2));
    expect(Object.keys(globalThis)).not.toContain("importScripts");
    expect("self" in globalThis).toBe(false);
  });

  it("keeps its memory outside V8's heap bounded over many runs", async () => {
    const interpreter = await openInterpreter(reversal("FLOAT32"), { name: "a.tflite" });
    const runOften = async () => {
      for (let i = 0; i < 5000; i++) await interpreter.run([Float32Array.of(1, 2)]);
    };
    // Until then V8 optimizes the runtime, which takes memory once.
    await runOften();
    const before = nativeMemory();
    await runOften();
    interpreter.close();
    expect(nativeMemory() - before).toBeLessThan(8e6);
  });
});

describe.skipIf(!hasShared)("openInterpreter on the golden networks (needs ../shared)", () => {
  it.each(goldenCases.map(({ id, ...rest }) => [id, rest] as const))(
    "%s answers as TensorFlow's kernels, within their own difference",
    async (_, { tflite, test_outputs }) => {
      const interpreter = await openInterpreter(goldenModel(tflite), { name: tflite });
      for (const { input, outputs } of test_outputs.default_xnnpack) {
        const answers = await interpreter.run([tensorOf(input)]);
        for (const [i, output] of outputs.entries())
          expect(steps(answers[i], tensorOf(output))).toBeLessThanOrEqual(2);
      }
      interpreter.close();
    },
  );

  it("runs the real network, whose batch is open", async () => {
    const bytes = new Uint8Array(
      readFileSync(shared("models", "movenet_lightning_heatmaps_192_int8_pc.tflite")),
    );
    const interpreter = await openInterpreter(bytes, { name: "real" });
    const [heatmaps] = await interpreter.run([new Uint8Array(192 * 192 * 3)]);
    expect(interpreter.outputs[0]?.shape).toEqual([1, 48, 48, 17]);
    expect(heatmaps).toHaveLength(48 * 48 * 17);
    interpreter.close();
  });
});

/** The largest difference, in integers, or in steps of a 255th of the range for floats. */
function steps(values: TensorData | undefined, expected: Float32Array | Int8Array | Uint8Array): number {
  const range = Math.max(...expected) - Math.min(...expected);
  const step = expected instanceof Float32Array ? Math.max(range / 255, 1e-6) : 1;
  const differences = Array.from(expected, (value, i) => Math.abs(value - Number(values?.[i] ?? Number.NaN)));
  return Math.max(...differences) / step;
}
