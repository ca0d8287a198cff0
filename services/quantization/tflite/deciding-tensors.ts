import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import { operatorTraits } from "./operator-traits.js";
import { floats, isActivation, type TensorUses } from "./tensor-uses.js";

/**
 * The activations whose own calibrated range counts; every other one takes the parameters of a neighbour or of its
 * kernel. Where one float tensor goes through a same-scale operator the tensor before it decides; where several meet
 * in one (a concatenation, a maximum) its result decides, for all that lead to it through same-scale operators
 * (`RemoveRedundantStatsOps` of TensorFlow).
 */
export function decidingTensors(graph: Graph, { producer }: TensorUses): Set<Tensor> {
  const activations = new Set(
    [...graph.inputs, ...graph.operators.flatMap(({ outputs }) => outputs)].filter(isActivation),
  );
  const deciding = new Set([...activations].filter((tensor) => !follows(producer.get(tensor))));
  const open = [...deciding];
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    const operator = producer.get(tensor);
    if (operator === undefined || !isSameScale(operator)) continue;
    for (const input of operator.inputs.filter(isActivation)) {
      if (activations.delete(input)) open.push(input);
    }
  }
  for (const tensor of deciding) if (!activations.has(tensor)) deciding.delete(tensor);
  return deciding;
}

/** Whether what an operator writes has parameters before its range is looked at. */
function follows(operator: Operator | undefined): boolean {
  if (operator === undefined) return false;
  if (operatorTraits(operator.op)?.fixedOutput !== undefined) return true;
  const [input, ...more] = floats(operator.inputs);
  return isSameScale(operator) && isActivation(input) && more.length === 0;
}

function isSameScale({ op }: Operator): boolean {
  return operatorTraits(op)?.sameScale === true;
}
