import type {
  KerasLayer,
  KerasModel,
  KerasTensor,
  KerasWeight,
} from "../../../../../services/toolkit/keras/model.js";
import { ServiceError } from "../../../../../services/toolkit/service/error.js";
import type { Graph, Operator } from "../../../../../services/toolkit/tflite/graph.js";
import { lowerKeras } from "../../../../../services/toolkit/tflite/lower/lower-keras.js";
import { sizesOf } from "../../../../../services/toolkit/tflite/lower/sizes.js";

/** Class, config, weights. */
export type Layer = readonly [
  className: string,
  config?: KerasLayer["config"],
  weights?: Readonly<Record<string, KerasWeight>>,
];

/** A network of layers in a row on an input of this shape; a batch of null is unknown. */
export function sequence(shape: readonly (number | null)[], ...layers: readonly Layer[]): KerasModel {
  let last: KerasTensor = { name: "input", shape };
  const inputs = [last];
  const calls = layers.map(([className, config = {}, weights = {}], index) => {
    const name = `layer_${index}`;
    const output: KerasTensor = { name };
    const layer: KerasLayer = { name, className, config, weights: new Map(Object.entries(weights)) };
    const call = { layer, inputs: [last], outputs: [output] };
    last = output;
    return call;
  });
  return { name: "network", inputs, outputs: [last], calls };
}

/** Calls of layers on tensors by name, in order. */
export type Call = readonly [output: string, inputs: readonly string[], layer: Layer];

/** A network of such calls on inputs of 4 times 4 pixels of two channels. */
export function network(
  inputs: readonly string[],
  calls: readonly Call[],
  outputs: readonly string[],
): KerasModel {
  const tensors = new Map<string, KerasTensor>();
  for (const name of inputs) tensors.set(name, { name, shape: [null, 4, 4, 2] });
  const layers = new Map<Layer, KerasLayer>();
  const tensorOf = (name: string) => {
    const tensor = tensors.get(name) ?? { name };
    tensors.set(name, tensor);
    return tensor;
  };
  return {
    name: "network",
    inputs: inputs.map(tensorOf),
    calls: calls.map(([name, from, layer]) => {
      const [className, config = {}, weights = {}] = layer;
      const known = layers.get(layer) ?? {
        name,
        className,
        config,
        weights: new Map(Object.entries(weights)),
      };
      layers.set(layer, known);
      return { layer: known, inputs: from.map(tensorOf), outputs: [tensorOf(name)] };
    }),
    outputs: outputs.map(tensorOf),
  };
}

/** The graph of layers in a row. */
export function lowered(shape: readonly (number | null)[], ...layers: readonly Layer[]): Graph {
  return lowerKeras(sequence(shape, ...layers));
}

/** Each operator as `NAME sizes constant…`: what it gives, and the values of its small constants. */
export function lines(graph: Graph): string[] {
  return graph.operators.map(({ op, inputs, outputs }) => {
    const constants = inputs.flatMap((input) =>
      input?.data === undefined ? [] : [`[${input.data.join()}]`],
    );
    return [op, ...outputs.map((output) => sizesOf(output).join("x")), ...constants].join(" ");
  });
}

/** The one operator of a graph. */
export function only(graph: Graph): Operator {
  const [operator, ...more] = graph.operators;
  if (operator === undefined || more.length > 0) throw new Error(`operators: ${lines(graph).join("; ")}`);
  return operator;
}

/** What the lowering says against layers that it refuses. */
export function refusal(shape: readonly (number | null)[], ...layers: readonly Layer[]): ServiceError {
  try {
    lowered(shape, ...layers);
  } catch (cause) {
    if (cause instanceof ServiceError) return cause;
    throw cause;
  }
  throw new Error("the layers were lowered");
}
