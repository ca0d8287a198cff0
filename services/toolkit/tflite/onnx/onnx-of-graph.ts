import type { Model } from "../../onnx/read-model.js";
import type { Graph } from "../graph.js";
import { translateGraph } from "./translate-graph.js";

/**
 * A float network as an ONNX network for ONNX Runtime, with the same names, sizes and layout (NHWC) of inputs and
 * outputs; a batch that is unknown stays so. Every tensor inside keeps its name, with its axes in NHWC or NCHW order.
 * Constants share the graph's memory where their bytes stay in order.
 *
 * @throws ServiceError `operator_unsupported` naming the operator, `tensor_unsupported` for tensors that are not
 * FLOAT32.
 */
export function onnxOfGraph(graph: Graph): Model {
  return translateGraph(graph).model;
}
