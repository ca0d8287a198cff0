import { configError } from "./config-error.js";
import type { Member, Network, Node } from "./network.js";

export interface OrderedNode {
  readonly member: Member;
  readonly node: Node;
  readonly index: number;
  /** One more than the highest output of it that is used. */
  readonly outputs: number;
}

/**
 * The calls of a model in an order in which they can run, otherwise as the config has them.
 *
 * @throws ServiceError `keras_config_invalid` for calls in a circle, or on a layer that does not exist
 */
export function orderedNodes(network: Network): readonly OrderedNode[] {
  const known = cache.get(network);
  if (known !== undefined) return known;
  const ordered = order(network);
  cache.set(network, ordered);
  return ordered;
}

const cache = new WeakMap<Network, readonly OrderedNode[]>();

function order(network: Network): OrderedNode[] {
  const outputs = outputCounts(network);
  const made = new Set(network.inputs.map(({ layer }) => keyOf(layer, 0)));
  const isReady = ({ node }: OrderedNode) =>
    node.inputs.every(({ layer, node: index }) => made.has(keyOf(layer, index)));
  let waiting = network.members.flatMap((member) =>
    member.nodes.map((node, index) => {
      return { member, node, index, outputs: outputs.get(keyOf(member.name, index)) ?? 1 };
    }),
  );
  const ordered: OrderedNode[] = [];
  while (waiting.length > 0) {
    const later: OrderedNode[] = [];
    for (const candidate of waiting) {
      if (!isReady(candidate)) {
        later.push(candidate);
        continue;
      }
      made.add(keyOf(candidate.member.name, candidate.index));
      ordered.push(candidate);
    }
    if (later.length === waiting.length) throw stuck(network, later);
    waiting = later;
  }
  return ordered;
}

function outputCounts({ members, outputs }: Network): Map<string, number> {
  const counts = new Map<string, number>();
  const references = members.flatMap(({ nodes }) => nodes.flatMap(({ inputs }) => inputs));
  for (const { layer, node, tensor } of [...references, ...outputs]) {
    if (tensor >= MOST_OUTPUTS) throw configError(`the layer '${layer}' has no output number ${tensor}`);
    const key = keyOf(layer, node);
    counts.set(key, Math.max(counts.get(key) ?? 1, tensor + 1));
  }
  return counts;
}

/** No layer splits its input into more parts. */
const MOST_OUTPUTS = 4096;

function stuck({ name, members }: Network, waiting: readonly OrderedNode[]) {
  const names = new Set(members.map((member) => member.name));
  const missing = waiting.flatMap(({ node }) => node.inputs).find(({ layer }) => !names.has(layer));
  const first = waiting[0]?.member.name;
  return configError(
    missing === undefined
      ? `the layer '${first}' of the model '${name}' waits for its own output`
      : `the model '${name}' has no layer '${missing.layer}', which '${first}' reads`,
  );
}

/** @returns the name of one call of one layer within a model. */
export function keyOf(layer: string, node: number): string {
  return `${node}:${layer}`;
}
