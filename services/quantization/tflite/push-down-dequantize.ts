import { elementCount } from "../../toolkit/tensor/element-count.js";
import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import { operatorTraits } from "./operator-traits.js";
import { tensorUses } from "./tensor-uses.js";

/**
 * Lets a float operator that only picks or pools values run on integers where it is the only reader of a DEQUANTIZE
 * and gives less than it takes: fewer floats are left (`PushDownDequantize` of TensorFlow). Changes the graph.
 */
export function pushDownDequantize(graph: Graph): void {
  const uses = tensorUses(graph);
  const producer = new Map(uses.producer);
  const order: Operator[] = [];
  for (const operator of graph.operators) {
    order.push(operator);
    const at = operator.inputs.findIndex(
      (input) => input !== undefined && producer.get(input)?.op === "DEQUANTIZE",
    );
    const floats = operator.inputs[at];
    const [output, ...more] = operator.outputs;
    const dequantize = floats === undefined ? undefined : producer.get(floats);
    const integer = dequantize?.inputs[0];
    if (floats === undefined || output === undefined || dequantize === undefined || integer === undefined)
      continue;
    const isOnlyReader = uses.readers(floats).length === 1 && !graph.outputs.includes(floats);
    const picks = operatorTraits(operator.op)?.sameScale === true && more.length === 0;
    if (!isOnlyReader || !picks || elementCount(output.shape) >= elementCount(floats.shape)) continue;
    const picked: Tensor = {
      ...integer,
      name: floats.name,
      shape: output.shape,
      signature: output.signature,
    };
    operator.inputs[at] = integer;
    operator.outputs = [picked];
    dequantize.inputs = [picked];
    dequantize.outputs = [output];
    order.splice(order.indexOf(dequantize), 1);
    order.push(dequantize);
    producer.set(picked, operator).set(output, dequantize);
  }
  graph.operators = order;
}
