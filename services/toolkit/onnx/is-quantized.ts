import { isInt8Type } from "./data-type.js";
import type { ModelProto } from "./onnx_pb.js";

/**
 * Whether a model has been quantized already: an 8-bit initializer (the zoo's rule), or an operator that only
 * quantized graphs have.
 */
export function isQuantized(model: ModelProto): boolean {
  const graph = model.graph;
  if (graph === undefined) return false;
  return (
    graph.initializer.some(({ dataType }) => isInt8Type(dataType)) ||
    graph.node.some(({ opType }) => QUANTIZED_OPERATOR.test(opType))
  );
}

const QUANTIZED_OPERATOR = /^(Dynamic)?QuantizeLinear$|^DequantizeLinear$|^QLinear|Integer$/;
