import type { KerasModel } from "../../keras/model.js";
import type { Graph, Tensor } from "../graph.js";
import { fingerprint } from "./fingerprint.js";

/** The inputs or outputs of a graph with their names in the signature, in the same order. */
export interface Ends {
  readonly tensors: readonly Tensor[];
  readonly names: readonly string[];
}

/** The ends of a graph in the order in which TensorFlow's converter writes them: by the fingerprints of their names. */
export function inFileOrder({ tensors, names }: Ends): { tensors: Tensor[]; names: string[] } {
  const ends = names.flatMap((name, index) => {
    const tensor = tensors[index];
    return tensor === undefined ? [] : [{ name, tensor, key: fingerprint(name) }];
  });
  ends.sort((one, other) => (one.key < other.key ? -1 : 1));
  return { tensors: ends.map(({ tensor }) => tensor), names: ends.map(({ name }) => name) };
}

/** Keras 2 calls an output after its layer, once; Keras 3 by its key in a dict, and numbers those of a list. */
export function outputNames(model: KerasModel, keras: 2 | 3): readonly string[] {
  const { outputs, outputLayers = outputs.map(({ name }) => name), outputKeys } = model;
  if (keras === 3) return outputKeys ?? outputs.map((_, index) => `output_${index}`);
  const taken = new Map<string, number>();
  return outputLayers.map((name) => {
    const count = taken.get(name) ?? 0;
    taken.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}

/** Gives the outputs TensorFlow's names, by the alphabet of the signature; an input that is an output keeps its own. */
export function nameOutputs({ inputs, outputs, signature }: Graph): void {
  const sorted = (signature?.outputs ?? []).toSorted();
  for (const [index, output] of outputs.entries()) {
    const place = sorted.indexOf(signature?.outputs[index] ?? "");
    if (!inputs.includes(output)) output.name = `StatefulPartitionedCall:${place}`;
  }
}
