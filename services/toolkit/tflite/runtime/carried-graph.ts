import type { Graph, Operator, Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { UINT8_SHIFT, type Wire } from "./wire.js";

/** The ends of a network in the order of its inputs and outputs. */
export interface Ends<T> {
  readonly inputs: readonly T[];
  readonly outputs: readonly T[];
}

/**
 * Puts a QUANTIZE or CAST operator at each end whose values travel in another type, and names the ends by their
 * places in the signature. Integer results stay the same: int8 is carried as uint8 of the same scale.
 * @param graph is changed and returned
 */
export function carriedGraph(graph: Graph, { inputs, outputs }: Ends<Wire>): Graph {
  const before: Operator[] = [];
  const after: Operator[] = [];
  const newInputs = graph.inputs.map((tensor, i) => {
    const wire = inputs[i];
    if (wire?.operator === undefined) return tensor;
    const carrier = carrierOf(tensor, wire, `carried_input_${i}`);
    before.push(conversion(wire, carrier, tensor));
    return carrier;
  });
  const newOutputs = graph.outputs.map((tensor, i) => {
    const wire = outputs[i];
    if (wire?.operator === undefined) return tensor;
    const carrier = carrierOf(tensor, wire, `carried_output_${i}`);
    after.push(conversion(wire, tensor, carrier));
    return carrier;
  });
  return {
    ...graph,
    operators: [...before, ...graph.operators, ...after],
    inputs: newInputs,
    outputs: newOutputs,
    signature: { inputs: places(newInputs), outputs: places(newOutputs) },
  };
}

function carrierOf({ shape, quantization }: Tensor, { type, operator }: Wire, name: string): Tensor {
  if (operator !== "QUANTIZE" || quantization === undefined) return { name, type, shape };
  const zeroPoint = quantization.zeroPoint.map((point) => point + UINT8_SHIFT);
  return { name, type, shape, quantization: { ...quantization, zeroPoint } };
}

function conversion({ operator }: Wire, from: Tensor, to: Tensor): Operator {
  const options = operator === "CAST" ? makeOptions("CastOptions") : makeOptions("QuantizeOptions");
  return { op: operator ?? "QUANTIZE", inputs: [from], outputs: [to], options };
}

function places(ends: readonly Tensor[]): string[] {
  return ends.map((_, i) => String(i));
}
