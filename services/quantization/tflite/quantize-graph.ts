import type { Graph, Tensor } from "../../toolkit/tflite/graph.js";
import { notFinite } from "../not-finite.js";
import { integerGraph } from "./integer-graph.js";
import { activationParameters, type Parameters } from "./parameters.js";
import { pushDownDequantize } from "./push-down-dequantize.js";
import type { QuantizeOptions } from "./quantize-options.js";
import type { Ranges } from "./ranges.js";
import { neededTensors } from "./ranges-needed.js";
import { shareParameters } from "./share-parameters.js";
import { tensorUses } from "./tensor-uses.js";

/**
 * Full-integer post-training quantization of a float network, with the results of TensorFlow 2.21's converter
 * (`optimizations=[DEFAULT]` and a representative data set): int8 weights and activations, int32 biases. Operators
 * without an int8 kernel stay float between DEQUANTIZE and QUANTIZE. The given graph is left as it is; constants that
 * stay float are shared with it.
 *
 * @param ranges - of the tensors that `rangesNeeded` names, by tensor name.
 * @returns a network whose inputs and outputs have the names, order and signature of the given one's.
 * @throws ServiceError `calibration_not_finite`, `weights_not_finite`.
 */
export function quantizeGraph(graph: Graph, ranges: Ranges, options: QuantizeOptions): Graph {
  const uses = tensorUses(graph);
  const decided = new Map<Tensor, Parameters>();
  for (const tensor of neededTensors(graph, uses)) {
    const range = ranges.get(tensor.name);
    if (range === undefined) throw new Error(`No range was calibrated for tensor ${tensor.name}`);
    if (!Number.isFinite(range.min) || !Number.isFinite(range.max)) throw notFinite(tensor.name, range);
    decided.set(tensor, activationParameters(range));
  }
  const quantized = integerGraph(graph, uses, shareParameters(graph, uses, decided), options);
  pushDownDequantize(quantized);
  return quantized;
}
