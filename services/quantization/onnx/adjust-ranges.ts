import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Range, Ranges } from "./calibrator.js";
import type { GraphNames } from "./graph-names.js";

/**
 * Ranges as the quantizer uses them: what only a Relu or Clip reads gets the range that comes out of it, and a
 * Softmax gives 0 to 1 whatever was seen.
 *
 * @param nodes - those to quantize, in graph order; a chain of Relu and Clip passes one range back one step.
 */
export function adjustRanges(ranges: Ranges, nodes: readonly NodeProto[], names: GraphNames): Ranges {
  const adjusted = new Map<string, Range>(ranges);
  for (const { opType, input, output } of nodes) {
    const [from = "", to = ""] = [input[0], output[0]];
    if (opType === "Softmax") adjusted.set(to, { min: 0, max: 1 });
    if (opType !== "Relu" && opType !== "Clip") continue;
    const after = adjusted.get(to);
    if (after !== undefined && adjusted.has(from) && names.readers.get(from) === 1) adjusted.set(from, after);
  }
  return adjusted;
}
