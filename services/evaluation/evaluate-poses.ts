import { padLabel } from "../toolkit/dataset/pad-label.js";
import { BOX_VALUES, keypointsOf, type Person } from "../toolkit/dataset/parse-label.js";
import type { ImageBatch } from "../toolkit/image/load-batches.js";
import type { Size } from "../toolkit/image/pixels.js";
import { answerBatches } from "./answer-batches.js";
import type { Network, NetworkOutput } from "./network.js";
import { objectKeypointSimilarity } from "./object-keypoint-similarity.js";
import type { DecodePose, PoseDecoder } from "./pose-decoders.js";
import type { ImageScore } from "./scores.js";
import { sigmas as sigmasOf } from "./sigmas.js";

/** What the network said of one image, and how near that is to its label. */
export interface PoseResult extends ImageScore {
  readonly path: string;
  readonly photo: Size;
  /** x, y, confidence per key point, in shares of the network's input picture. */
  readonly pose: Float32Array;
  /** What it was compared with, in the same shares. */
  readonly person: Person;
}

export interface PoseEvaluation {
  readonly network: Network;
  readonly decoder: PoseDecoder;
  /** The person to compare with, per image: the first row of its label, as in the zoo. */
  readonly persons: readonly Person[];
  readonly aspectRatio: "fit" | "padding";
  /** Called with each answer, in the order of the images. */
  readonly onOutput?: (output: NetworkOutput) => void;
  /** Called after each image. */
  readonly onImage?: (done: number) => void;
  /** Called when something about the network's output is worth telling. */
  readonly onNote?: (note: string) => void;
}

/**
 * Runs the network over batches of images and compares each pose with its label.
 * @param batches images in the order of `persons`
 * @throws ServiceError `model_output_unsupported`, `inference_failed`
 */
export async function evaluatePoses(
  batches: AsyncIterable<ImageBatch> | Iterable<ImageBatch>,
  { network, decoder, persons, aspectRatio, onOutput, onImage, onNote }: PoseEvaluation,
): Promise<readonly PoseResult[]> {
  const keypoints = persons[0] === undefined ? 0 : keypointsOf(persons[0]);
  const sigmas = sigmasOf(keypoints) ?? new Array<number>(keypoints).fill(0);
  const results: PoseResult[] = [];
  let decode: DecodePose | undefined;
  for await (const { batch, output } of answerBatches(batches, network)) {
    const { paths, sizes } = batch;
    onOutput?.(output);
    if (decode === undefined) {
      const prepared = decoder.prepare(output.dims, keypoints);
      decode = prepared.decode;
      if (prepared.note !== undefined) onNote?.(prepared.note);
    }
    const length = output.data.length / paths.length;
    for (const [i, path] of paths.entries()) {
      const photo = sizes[i] ?? network.input;
      const pose = decode(output.data.subarray(i * length, (i + 1) * length));
      const label = persons[results.length] ?? new Float32Array(BOX_VALUES + 3 * keypoints);
      const person = aspectRatio === "fit" ? label : padLabel(label, photo, network.input);
      const similarity = objectKeypointSimilarity(person, pose, sigmas);
      results.push({ path, photo, pose, person, similarity, visible: hasVisible(person) });
      onImage?.(results.length);
    }
  }
  return results;
}

function hasVisible(person: Person): boolean {
  return person.some((value, i) => i >= BOX_VALUES && (i - BOX_VALUES) % 3 === 2 && value > 0);
}
