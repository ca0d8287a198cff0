import type { InferenceSession, Tensor } from "onnxruntime-node";
import { ServiceError } from "../../../toolkit/service/error.js";
import { elementCount } from "../../../toolkit/tensor/element-count.js";
import type { Graph, Tensor as GraphTensor } from "../../../toolkit/tflite/graph.js";

/** Values of one or several images for each input, row-major NHWC, by the input's tensor name. */
export type Sample = ReadonlyMap<string, Float32Array>;

/**
 * Cuts a sample into what the network takes in one run.
 *
 * @param most - images in a run, where the network's batch is free.
 * @throws ServiceError `calibration_sample` when an input has no values, or not as many as whole images have.
 */
export function* feedsOf(
  graph: Graph,
  sample: Sample,
  { most, TensorType }: { most: number; TensorType: typeof Tensor },
): Generator<InferenceSession.FeedsType> {
  const images = imagesIn(graph, sample);
  const step = graph.inputs.every(isFree) ? most : 1;
  for (let done = 0; done < images; done += step) {
    const count = Math.min(step, images - done);
    const feeds = graph.inputs.map((input): [string, Tensor] => {
      const length = elementCount(input.shape);
      const values = valuesOf(sample, input).subarray(done * length, (done + count) * length);
      const [first = 1, ...rest] = input.shape;
      return [input.name, new TensorType("float32", values, [first * count, ...rest])];
    });
    yield Object.fromEntries(feeds);
  }
}

/** The number of images is that of the first input; the others have as many. */
function imagesIn(graph: Graph, sample: Sample): number {
  const counts = graph.inputs.map((input) => ({
    input,
    count: valuesOf(sample, input).length / elementCount(input.shape),
  }));
  const images = counts[0]?.count ?? 0;
  for (const { input, count } of counts) {
    if (count === images && Number.isInteger(count) && count > 0) continue;
    throw invalid(
      `holds ${valuesOf(sample, input).length} values for the input '${input.name}' of shape [${input.shape}]`,
    );
  }
  return images;
}

function valuesOf(sample: Sample, { name }: GraphTensor): Float32Array {
  const values = sample.get(name);
  if (values !== undefined) return values;
  throw invalid(`has no values for the input '${name}', only for ${[...sample.keys()].join(", ") || "none"}`);
}

function isFree({ signature }: GraphTensor): boolean {
  return (signature?.[0] ?? 1) < 0;
}

function invalid(what: string): ServiceError {
  return new ServiceError("calibration_sample", `A calibration sample ${what}.`);
}
