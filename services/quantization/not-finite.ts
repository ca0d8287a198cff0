import { ServiceError } from "../toolkit/service/error.js";

/** The error for an activation that has no range to quantize: one end is infinite or no number. */
export function notFinite(tensor: string, { min, max }: { min: number; max: number }): ServiceError {
  return new ServiceError(
    "calibration_not_finite",
    `Tensor '${tensor}' takes values from ${min} to ${max} on the calibration images; it cannot be quantized.`,
    { hint: "Check the weights of the model and preprocessing.rescaling." },
  );
}
