import type { Graph, Tensor } from "../../toolkit/tflite/graph.js";
import type { WantedRange } from "./calibrate/wanted-range.js";
import { decidingTensors } from "./deciding-tensors.js";
import { overwrittenInputs } from "./in-place-ranges.js";
import { nonNegativeTensors } from "./non-negative-tensors.js";
import { operatorTraits } from "./operator-traits.js";
import { type TensorUses, tensorUses } from "./tensor-uses.js";

/**
 * The tensors whose ranges `quantizeGraph` needs: not those with parameters that a kernel fixes or a neighbour
 * decides, nor those between operators that stay float. The minimum matters only where it can be below 0, since every
 * range is widened to hold 0.
 *
 * @param options - `inPlace`: with what `inPlaceRanges` needs too.
 */
export function rangesNeeded(
  graph: Graph,
  options: { readonly inPlace?: boolean } = {},
): readonly WantedRange[] {
  const uses = tensorUses(graph);
  const tensors = neededTensors(graph, uses);
  const overwritten = options.inPlace === true ? overwrittenInputs(graph, uses) : new Map<Tensor, Tensor>();
  const results = [...tensors].flatMap((tensor) => overwritten.get(tensor) ?? []);
  const nonNegative = nonNegativeTensors(graph);
  return [...new Set([...tensors, ...results])].map((tensor) => ({
    tensor: tensor.name,
    needsMin: !nonNegative.has(tensor),
  }));
}

/**
 * The deciding tensors of a graph that an operator on integers can read or write, or that operators make of the
 * network's inputs or for its outputs. What no operator touches passes through as it is.
 */
export function neededTensors(graph: Graph, uses: TensorUses): Set<Tensor> {
  const ends = new Set([...graph.inputs, ...graph.outputs]);
  const isNeeded = (tensor: Tensor): boolean => {
    const producer = uses.producer.get(tensor);
    const around = [...(producer === undefined ? [] : [producer]), ...uses.readers(tensor)];
    return ends.has(tensor) ? around.length > 0 : around.some(({ op }) => operatorTraits(op) !== undefined);
  };
  return new Set([...decidingTensors(graph, uses)].filter(isNeeded));
}
