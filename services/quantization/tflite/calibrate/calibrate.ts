import { toBinary } from "@bufbuild/protobuf";
import type { InferenceSession } from "onnxruntime-node";
import { ModelProtoSchema } from "../../../toolkit/onnx/onnx_pb.js";
import { openSession } from "../../../toolkit/onnx/open-session.js";
import { ServiceError } from "../../../toolkit/service/error.js";
import type { Graph } from "../../../toolkit/tflite/graph.js";
import { translateGraph } from "../../../toolkit/tflite/onnx/translate-graph.js";
import type { Ranges } from "../ranges.js";
import { ExtremesSoFar } from "./extremes.js";
import { feedsOf, type Sample } from "./feeds.js";
import { type ProbeOutput, probedModel } from "./probed-model.js";
import { probesFor } from "./probes.js";
import type { WantedRange } from "./wanted-range.js";

/** Images in a run: fewer cost more for each, more take memory for nothing. */
const IMAGES = 4;

/**
 * Runs a float network in ONNX Runtime on samples, which are asked for one by one and not kept.
 *
 * @param graph - TensorFlow Lite, float; every wanted tensor is an input or computed on the way to an output.
 * @param samples - values of one or several images for each input, by the input's name.
 * @param wanted - the tensors whose ranges are asked for.
 * @returns the least and the greatest value of each wanted tensor over all samples.
 * @throws ServiceError `calibration_empty` without samples, `calibration_sample` for one that does not fit the inputs,
 * `calibration_not_finite` naming the tensor, `operator_unsupported`, `tensor_unsupported`, `model_unloadable`,
 * `inference_failed`.
 */
export async function calibrate(
  graph: Graph,
  samples: AsyncIterable<Sample>,
  wanted: readonly WantedRange[],
): Promise<Ranges> {
  const { session, outputs } = await open(graph, wanted);
  try {
    const { Tensor } = await import("onnxruntime-node");
    const extremes = new ExtremesSoFar();
    let isEmpty = true;
    for await (const sample of samples)
      for (const feeds of feedsOf(graph, sample, { most: IMAGES, TensorType: Tensor })) {
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
): Promise<{ session: InferenceSession; outputs: readonly ProbeOutput[] }> {
  const { model, places } = translateGraph(graph);
  const probed = probedModel(model, probesFor(graph, places, wanted));
  const bytes = toBinary(ModelProtoSchema, probed.model);
  const session = await openSession(bytes, { name: `the float network of ${graph.name}`, threads: 1 });
  return { session, outputs: probed.outputs };
}

async function observe(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  { outputs, extremes }: { outputs: readonly ProbeOutput[]; extremes: ExtremesSoFar },
): Promise<void> {
  const results = await run(session, feeds);
  for (const output of outputs) {
    const rows = results[output.name]?.data;
    if (rows instanceof Float32Array) extremes.observe(output, rows);
  }
}

async function run(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
): Promise<InferenceSession.ReturnType> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("inference_failed", `ONNX Runtime cannot run the model: ${reason}`, { cause });
  }
}
