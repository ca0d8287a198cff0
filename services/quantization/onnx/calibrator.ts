/** What calibration gives to the quantizer: the range of values that each activation takes. */
import type { InferenceSession } from "onnxruntime-node";
import type { Model } from "../../toolkit/onnx/read-model.js";

/** Smallest and largest value, in the units of the tensor. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export type Ranges = ReadonlyMap<string, Range>;

/** One tensor per model input. */
export type Sample = InferenceSession.FeedsType;

/** A way to choose ranges from samples that are shown one by one and not kept. */
export interface Calibrator {
  /** @throws ServiceError `inference_failed`. */
  observe(sample: Sample): Promise<void>;
  /** @throws ServiceError `calibration_empty` without samples, `calibration_not_finite`. */
  ranges(): Ranges;
  release(): Promise<void>;
}

/** Makes a calibrator for the named tensors of a model. */
export type OpenCalibrator = (model: Model, tensors: readonly string[]) => Promise<Calibrator>;
