import { ServiceError } from "../toolkit/service/error.js";
import { supported } from "../toolkit/service/supported.js";
import { decodeHeatmaps, type MapsShape } from "./decode-heatmaps.js";
import { decodeSpe } from "./decode-spe.js";

/** Turns one image's part of an output into x, y, confidence per key point. */
export type DecodePose = (output: Float32Array) => Float32Array;

/** What a kind of network's output means. */
export interface PoseDecoder {
  /**
   * @param dims the output's axes, images first
   * @param keypoints points of the labels
   * @returns how to read it, and what is worth telling about that
   * @throws ServiceError `model_output_unsupported`
   */
  prepare(
    dims: readonly number[],
    keypoints: number,
  ): { readonly decode: DecodePose; readonly note?: string };
}

const DECODERS: ReadonlyMap<string, PoseDecoder> = new Map([
  ["heatmaps_spe", { prepare: prepareHeatmaps }],
  ["spe", { prepare: prepareSpe }],
]);

/**
 * @param modelType `general.model_type`
 * @throws ServiceError `model_type_unsupported` with those there are and the one probably meant
 */
export function poseDecoder(modelType: string): PoseDecoder {
  const decoder = DECODERS.get(modelType);
  if (decoder !== undefined) return decoder;
  throw new ServiceError(
    "model_type_unsupported",
    `Unsupported value '${modelType}' for general.model_type.`,
    { hint: supported(modelType, [...DECODERS.keys()]) },
  );
}

function prepareHeatmaps(dims: readonly number[], keypoints: number): ReturnType<PoseDecoder["prepare"]> {
  const shape = mapsShape(dims, keypoints);
  const decode: DecodePose = (output) => decodeHeatmaps(output, shape);
  if (shape.layout === "nhwc") return { decode };
  return {
    decode,
    note: `Heat maps are read as [batch, key points, rows, columns]: the output is [${dims}].`,
  };
}

/** Channels last, as in the zoo, unless only the second axis can be the key points. */
function mapsShape(dims: readonly number[], keypoints: number): MapsShape {
  const [, second = 0, third = 0, last = 0] = dims;
  if (dims.length === 4 && last === keypoints)
    return { layout: "nhwc", rows: second, columns: third, keypoints };
  if (dims.length === 4 && second === keypoints)
    return { layout: "nchw", rows: third, columns: last, keypoints };
  throw unsupported("heatmaps_spe", `[batch, rows, columns, ${keypoints}]`, dims, keypoints);
}

function prepareSpe(dims: readonly number[], keypoints: number): ReturnType<PoseDecoder["prepare"]> {
  const [, ...rest] = dims;
  if (rest.at(-1) !== 3 || rest.at(-2) !== keypoints || rest.slice(0, -2).some((axis) => axis !== 1))
    throw unsupported("spe", `[batch, 1, ${keypoints}, 3]`, dims, keypoints);
  return { decode: decodeSpe };
}

function unsupported(
  type: string,
  expected: string,
  dims: readonly number[],
  keypoints: number,
): ServiceError {
  return new ServiceError(
    "model_output_unsupported",
    `Expected a ${type} network to answer ${expected}, got [${dims}]: the labels have ${keypoints} key points.`,
    { hint: "The network and the labels must have the same key points; see general.model_type." },
  );
}
