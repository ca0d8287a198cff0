import type { Member, Network, TensorReference } from "./network.js";

/**
 * Counts the calls of all members from 0. Keras gives a model a call of its own when it is built, so that its calls
 * inside another model start at 1: always in Keras 2, in Keras 3 only where a model's outputs are listed, and there
 * not for a Sequential one (`get_tensor` in `keras.src.models.functional`).
 *
 * @param keras3 - names of the members whose calls are written in the form of Keras 3
 */
export function countFromZero(network: Network, keras3: ReadonlySet<string>): Network {
  const members = new Map(network.members.map((member) => [member.name, member]));
  const counted = (reference: TensorReference, place: "call" | "output") => {
    const target = members.get(reference.layer);
    if (target === undefined) return reference;
    const before = keras3.has(target.name)
      ? Number(place === "output" && target.network?.sequential === false)
      : callsWhenBuilt(target);
    return { ...reference, node: Math.max(0, reference.node - before) };
  };
  return {
    ...network,
    members: network.members.map((member) => ({
      ...member,
      nodes: member.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map((reference) => counted(reference, "call")),
      })),
    })),
    outputs: network.outputs.map((reference) => counted(reference, "output")),
  };
}

/** A Sequential model of Keras 2 has a call of its own only when it was built with an input. */
function callsWhenBuilt({ network, config }: Member): number {
  if (network === undefined) return 0;
  if (!network.sequential) return 1;
  const layers = Array.isArray(config.layers) ? config.layers : [];
  return Number(layers[0]?.class_name === "InputLayer");
}
