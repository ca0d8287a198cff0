import type { InferenceSession } from "onnxruntime-node";
import { modelBytes } from "../../../toolkit/onnx/model-bytes.js";
import { openSession } from "../../../toolkit/onnx/open-session.js";
import { runSession } from "../../../toolkit/onnx/run-session.js";
import { ServiceError } from "../../../toolkit/service/error.js";
import { elementCount } from "../../../toolkit/tensor/element-count.js";
import type { Graph } from "../../../toolkit/tflite/graph.js";
import { translateGraph } from "../../../toolkit/tflite/onnx/translate-graph.js";
import type { Ranges } from "../ranges.js";
import { ExtremesSoFar } from "./extremes.js";
import { feedsOf, type Sample } from "./feeds.js";
import { type ProbeOutput, probedModel } from "./probed-model.js";
import { probesFor } from "./probes.js";
import { rowGroups } from "./row-groups.js";
import type { WantedRange } from "./wanted-range.js";

/** Bytes of the largest tensor in a run: with more, images cost no less, and memory more. */
const LARGEST_BYTES = 8 * 2 ** 20;
/** Images in a run of a small network. */
const MOST_IMAGES = 8;

/**
 * Runs a float network in ONNX Runtime on samples, which are asked for one by one and not kept.
 *
 * @param graph - TensorFlow Lite, float; every wanted tensor is an input or computed on the way to an output.
 * @param samples - values of one or several images for each input, by the input's name.
 * @param wanted - the tensors whose ranges are asked for.
 * @param threads - that the runtime computes in; all cores when absent.
 * @returns the least and the greatest value of each wanted tensor over all samples.
 * @throws ServiceError `calibration_empty` without samples, `calibration_sample` for one that does not fit the inputs,
 * `calibration_not_finite` naming the tensor, `operator_unsupported`, `tensor_unsupported`, `model_unloadable`,
 * `inference_failed`.
 */
export async function calibrate(
  graph: Graph,
  samples: AsyncIterable<Sample>,
  wanted: readonly WantedRange[],
  threads?: number,
): Promise<Ranges> {
  const { session, outputs } = await open(graph, wanted, threads);
  try {
    const { Tensor } = await import("onnxruntime-node");
    const extremes = new ExtremesSoFar();
    const most = imagesInRun(graph);
    let isEmpty = true;
    for await (const sample of samples)
      for (const feeds of feedsOf(graph, sample, { most, TensorType: Tensor })) {
        await observe(session, feeds, { outputs, extremes });
        isEmpty = false;
      }
    if (isEmpty) throw new ServiceError("calibration_empty", "There is nothing to calibrate with.");
    return extremes.ranges();
  } finally {
    await session.release();
  }
}

/** What the network is made of is garbage once this returns. */
async function open(
  graph: Graph,
  wanted: readonly WantedRange[],
  threads: number | undefined,
): Promise<{ session: InferenceSession; outputs: readonly ProbeOutput[] }> {
  const { model, places } = translateGraph(graph);
  const probed = probedModel(model, probesFor(graph, places, wanted), rowGroups(graph));
  const bytes = modelBytes(probed.model);
  const name = `the float network of ${graph.name}`;
  const session = await openSession(bytes, { name, ...(threads !== undefined && { threads }) });
  return { session, outputs: probed.outputs };
}

function imagesInRun({ inputs, operators }: Graph): number {
  const tensors = [...inputs, ...operators.flatMap(({ outputs }) => outputs)];
  const sizes = tensors.map(({ shape }) => 4 * elementCount(shape));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 1);
  return Math.min(Math.max(Math.floor(LARGEST_BYTES / largest), 1), MOST_IMAGES);
}

async function observe(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  { outputs, extremes }: { outputs: readonly ProbeOutput[]; extremes: ExtremesSoFar },
): Promise<void> {
  const results = await runSession(session, feeds);
  for (const output of outputs) {
    const rows = results[output.name]?.data;
    if (rows instanceof Float32Array) extremes.observe(output, rows);
  }
}
