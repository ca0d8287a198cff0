import { type ActivationType, type AffineParameters, affineParameters } from "./affine-parameters.js";
import type { Ranges } from "./calibrator.js";
import { floatData } from "./float-data.js";
import {
  constantParameters,
  type InitializerParameters,
  weightParameters,
} from "./initializer-parameters.js";
import type { Marks } from "./marks.js";
import { widenWeightScales } from "./widen-weight-scales.js";

/** Scales and zero points of all marked tensors. */
export interface Parameters {
  readonly activationType: ActivationType;
  /** By tensor, from its own range, also where a tensor shares those of another. */
  readonly activations: ReadonlyMap<string, AffineParameters>;
  readonly initializers: ReadonlyMap<string, InitializerParameters>;
}

/** Computes the parameters of marked tensors from calibrated ranges and constant values. */
export function parametersOf(marks: Marks, ranges: Ranges, activationType: ActivationType): Parameters {
  const activations = new Map<string, AffineParameters>();
  for (const [name, range] of ranges) activations.set(name, affineParameters(range, activationType));
  const initializers = new Map<string, InitializerParameters>();
  for (const [name, { kind, axis }] of marks.tensors) {
    const tensor = marks.names.initializers.get(name);
    if (tensor === undefined) continue;
    const data = floatData(tensor);
    const dims = tensor.dims.map(Number);
    const parameters =
      kind === "weight" ? weightParameters(data, dims, axis) : constantParameters(data, activationType);
    initializers.set(name, parameters);
  }
  keepBiasesInRange(marks, activations, initializers);
  return { activationType, activations, initializers };
}

/** The input's own scale counts here, even where its Q/DQ pair uses that of another tensor: so does the reference. */
function keepBiasesInRange(
  marks: Marks,
  activations: ReadonlyMap<string, AffineParameters>,
  initializers: ReadonlyMap<string, InitializerParameters>,
): void {
  for (const [name, { input, weight }] of marks.biases) {
    const bias = marks.names.initializers.get(name);
    const scale = marks.tensors.has(input) ? activations.get(input)?.scale : undefined;
    const parameters = initializers.get(weight);
    if (bias === undefined || scale === undefined || parameters === undefined) continue;
    if (parameters.type === "int8" && parameters.zeroPoint === 0)
      widenWeightScales(parameters, scale, floatData(bias));
  }
}
