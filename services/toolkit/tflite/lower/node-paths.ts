import type { KerasModel, KerasTensor, LayerCall } from "../../keras/model.js";
import { postOrder } from "./post-order.js";

/** What TensorFlow's nodes of each layer call are named after: `model/conv2d`; a name that is taken gets a number. */
export function nodePaths(model: KerasModel, keras: 2 | 3): ReadonlyMap<LayerCall, string> {
  const taken = new Map<string, number>();
  // Keras 3 enters the scope of a layer twice for each call; its nodes have the second name.
  const enter = (name: string) => {
    const first = unique(name, taken);
    return keras === 3 ? unique(name, taken) : first;
  };
  const root = enter(model.name);
  return new Map(inKerasOrder(model).map((call) => [call, enter(`${root}/${call.layer.name}`)]));
}

/** As Keras runs the calls: those farthest from an output first, else as it came upon them from the last output on. */
function inKerasOrder({ calls, outputs }: KerasModel): LayerCall[] {
  const makers = new Map<KerasTensor, LayerCall>();
  for (const call of calls) for (const output of call.outputs) makers.set(output, call);
  const makersOf = (tensors: readonly KerasTensor[]) => tensors.flatMap((tensor) => makers.get(tensor) ?? []);
  const depths = new Map<LayerCall, number>();
  for (const call of postOrder(makersOf(outputs), ({ inputs }) => makersOf(inputs)).reverse()) {
    const depth = depths.get(call) ?? 0;
    depths.set(call, depth);
    for (const maker of makersOf(call.inputs)) depths.set(maker, Math.max(depth + 1, depths.get(maker) ?? 0));
  }
  return [...depths].toSorted(([, one], [, other]) => other - one).map(([call]) => call);
}

/** `Graph.unique_name` of TensorFlow, which takes upper and lower case for the same. */
function unique(name: string, taken: Map<string, number>): string {
  const key = name.toLowerCase();
  let count = taken.get(key) ?? 0;
  taken.set(key, count + 1);
  if (count === 0) return name;
  while (taken.has(`${key}_${count}`)) count++;
  taken.set(`${key}_${count}`, 1);
  return `${name}_${count}`;
}
