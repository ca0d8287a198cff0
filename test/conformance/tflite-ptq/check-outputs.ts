import type { Graph, Tensor } from "../../../services/toolkit/tflite/graph.js";
import { graphBytes } from "../../../services/toolkit/tflite/graph-bytes.js";
import { openInterpreter } from "../../../services/toolkit/tflite/runtime/open-interpreter.js";
import { blobReader } from "../blob.js";
import { valuesOf } from "./blob-values.js";
import { converted } from "./converted.js";
import { goldenGraph } from "./golden-files.js";
import { lowered } from "./lowered.js";
import type { GoldenCase, GoldenRun } from "./manifest.js";
import type { Stage } from "./stage.js";

/** Steps of the output by which kernels may differ, as the vectors' README has it. */
const STEPS = 2;
/** Of float outputs, whose sums kernels order differently. */
const FLOAT_TOLERANCE = 1e-5;

/** What the integer network, calibrated on the case's samples, computes from the test inputs, against TensorFlow's interpreter. */
export const checkOutputs: Stage = async (golden, folder) => {
  const graph = await converted(golden, folder, await lowered(golden, folder));
  const reference = goldenGraph(folder, golden.tflite);
  const allowed = reference.outputs.map((output) => STEPS * stepOf(output, reference));
  return compareRuns(golden, folder, graph, reference, golden.test_outputs.default_xnnpack, allowed);
};

/** What the float network computes from the test inputs. */
export const checkFloatOutputs: Stage = async (golden, folder) => {
  const graph = await lowered(golden, folder);
  const reference = goldenGraph(folder, golden.float_tflite);
  const runs = golden.test_inputs.map((input, i) => ({ input, outputs: golden.float_outputs[i] ?? [] }));
  return compareRuns(
    golden,
    folder,
    graph,
    reference,
    runs,
    reference.outputs.map(() => FLOAT_TOLERANCE),
  );
};

async function compareRuns(
  { id }: GoldenCase,
  folder: string,
  graph: Graph,
  reference: Graph,
  runs: readonly GoldenRun[],
  allowed: readonly number[],
): Promise<string | undefined> {
  const blobs = blobReader(folder);
  const interpreter = await openInterpreter(graphBytes(graph), { name: id });
  try {
    for (const [i, { input, outputs }] of runs.entries()) {
      const got = await interpreter.run([valuesOf(input, blobs)]);
      for (const [j, output] of outputs.entries()) {
        const wanted = valuesOf(output, blobs);
        const values = got[indexOf(graph, reference, j)] ?? [];
        const worst = greatestDifference(values, wanted);
        if (!(worst <= (allowed[j] ?? 0)))
          return `output ${j} of test input ${i} differs by ${worst}, allowed: ${allowed[j]}`;
      }
    }
    return undefined;
  } finally {
    interpreter.close();
  }
}

/** @returns NaN, which no tolerance allows, when there are fewer values than wanted. */
function greatestDifference(values: ArrayLike<number | bigint>, wanted: ArrayLike<number | bigint>): number {
  let greatest = 0;
  for (let i = 0; i < wanted.length; i++)
    greatest = Math.max(greatest, Math.abs(Number(values[i]) - Number(wanted[i])));
  return greatest;
}

/** @returns where our graph has the output that the reference has at `index`. */
function indexOf({ signature }: Graph, reference: Graph, index: number): number {
  const name = reference.signature?.outputs[index];
  return signature === undefined || name === undefined ? index : signature.outputs.indexOf(name);
}

/** @returns what one step of the integers makes in an output's own unit. */
function stepOf(output: Tensor, { operators }: Graph): number {
  if (output.type !== "FLOAT32") return 1;
  const maker = operators.find(({ outputs }) => outputs.includes(output));
  return maker?.inputs[0]?.quantization?.scale[0] ?? Number.NaN;
}
