/** The suite `pose_eval`: decoding and OKS against the zoo's own functions. Its tolerances are the vectors' README's. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { objectKeypointSimilarity } from "../../services/evaluation/object-keypoint-similarity.js";
import { poseDecoder } from "../../services/evaluation/pose-decoders.js";
import { meanSimilarity } from "../../services/evaluation/scores.js";
import { sigmas } from "../../services/evaluation/sigmas.js";
import { type Blob, blobReader } from "./blob.js";
import type { CaseResult, Suite } from "./suite.js";

interface SinglePoseCase {
  readonly id: string;
  readonly kind: string;
  readonly keypoints: number;
  readonly labels: Blob;
  readonly heatmaps?: Blob;
  readonly raw?: Blob;
  readonly decoded: Blob;
  readonly oks: readonly number[];
  readonly mean_oks?: number;
}

type Floats = (blob: Blob) => Float32Array;

const COORDINATE_TOLERANCE = 1e-7;
const OKS_TOLERANCE = 2e-6;
const SINGLE_POSE = new Set(["heatmaps_spe", "spe"]);

export const poseEval: Suite = async function* ({ folder, only }) {
  const manifest: { cases: readonly SinglePoseCase[] } = JSON.parse(
    readFileSync(join(folder, "manifest.json"), "utf8"),
  );
  const { floats } = blobReader(folder);
  for (const golden of manifest.cases) {
    if (only !== undefined && !only.has(golden.kind)) continue;
    yield check(golden, floats);
  }
};

function check(golden: SinglePoseCase, floats: Floats): CaseResult {
  const { id, kind: group } = golden;
  const failure = SINGLE_POSE.has(group)
    ? checkSinglePose(golden, floats)
    : `the evaluation of ${group} is not built yet`;
  return failure === undefined ? { id, group } : { id, group, failure };
}

function checkSinglePose(golden: SinglePoseCase, floats: Floats): string | undefined {
  const { kind, keypoints, oks } = golden;
  const output = golden.heatmaps ?? golden.raw;
  if (output === undefined) return "the case has neither heatmaps nor raw";
  const images = output.shape[0] ?? 0;
  const { decode } = poseDecoder(kind).prepare(output.shape, keypoints);
  const values = floats(output);
  const decoded = floats(golden.decoded);
  const labels = floats(golden.labels);
  const similarities: number[] = [];
  for (let i = 0; i < images; i++) {
    const pose = decode(part(values, i, images));
    const wanted = part(decoded, i, images);
    const wrong = pose.findIndex((value, at) => !near(value, wanted[at] ?? Number.NaN, COORDINATE_TOLERANCE));
    if (wrong >= 0 || pose.length !== wanted.length)
      return `image ${i}: decoded[${wrong}] is ${pose[wrong]}, expected ${wanted[wrong]}`;
    // The zoo compares with the first person of a label.
    const person = part(labels, i, images).subarray(0, golden.labels.shape[2]);
    const table = sigmas(keypoints) ?? new Array<number>(keypoints).fill(0);
    similarities.push(objectKeypointSimilarity(person, pose, table));
  }
  const wrong = similarities.findIndex((value, i) => !near(value, oks[i] ?? Number.NaN, OKS_TOLERANCE));
  if (wrong >= 0) return `image ${wrong}: OKS is ${similarities[wrong]}, expected ${oks[wrong]}`;
  const mean = meanSimilarity(similarities.map((similarity) => ({ similarity, visible: true })));
  if (golden.mean_oks === undefined || near(mean, golden.mean_oks, OKS_TOLERANCE)) return undefined;
  return `mean OKS is ${mean}, expected ${golden.mean_oks}`;
}

function part(values: Float32Array, index: number, count: number): Float32Array {
  const length = values.length / count;
  return values.subarray(index * length, (index + 1) * length);
}

function near(value: number, wanted: number, tolerance: number): boolean {
  return Math.abs(value - wanted) <= tolerance;
}
