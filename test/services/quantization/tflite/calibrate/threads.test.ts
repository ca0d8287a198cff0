import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sample } from "../../../../../services/quantization/tflite/calibrate/feeds.js";
import { convertGraph } from "../../../../../services/quantization/tflite/convert-graph.js";
import { readKeras } from "../../../../../services/toolkit/keras/read-keras.js";
import type { Graph } from "../../../../../services/toolkit/tflite/graph.js";
import { graphBytes } from "../../../../../services/toolkit/tflite/graph-bytes.js";
import { graphOfKeras } from "../../../../../services/toolkit/tflite/lower/graph-of-keras.js";
import { projectRoot } from "../../../../shared.js";

const file = join(projectRoot, "config_file_examples/sample/pose_sample.h5");

test("the quantized network is the same to the byte in any number of threads", async () => {
  const graph = graphOfKeras(await readKeras(file), file);
  const bytesIn = async (threads: number) => {
    const options = {
      granularity: "per_channel",
      inputType: "uint8",
      outputType: "float32",
      threads,
    } as const;
    return graphBytes((await convertGraph(graph, noise(graph), options)).graph);
  };
  expect(Buffer.compare(await bytesIn(1), await bytesIn(3))).toBe(0);
});

async function* noise({ inputs: [input] }: Graph): AsyncGenerator<Sample> {
  const length = 4 * (input?.shape.reduce((product, size) => product * size, 1) ?? 0);
  yield new Map([[input?.name ?? "", Float32Array.from({ length }, (_, i) => Math.sin(i * i))]]);
}
