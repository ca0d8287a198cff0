import type { Operator, Tensor } from "../graph.js";
import { postOrder } from "./post-order.js";

/** The layer call that an operator comes from. */
export interface Origin {
  /** What TensorFlow names its nodes after: `model/conv2d`. */
  readonly path: string;
  readonly hasWeights: boolean;
}

/** An operator, or what has no inputs: an input of the network, a weight, another constant. */
interface Node {
  readonly key: string;
  readonly operator?: Operator;
  readonly readers: Node[];
}

/**
 * The operators in the order in which TensorFlow imports them, on which the quantizer depends where branches are
 * parallel: in reverse post-order, from what has no inputs on, by the alphabet of the names (`GetReversePostOrder`).
 *
 * @param inputs the network's inputs, by their names in Keras
 */
export function inImportOrder(
  operators: readonly Operator[],
  origins: ReadonlyMap<Operator, Origin>,
  inputs: ReadonlyMap<Tensor, string>,
): Operator[] {
  const makers = new Map<Tensor, Node>();
  const roots: Node[] = [];
  const addRoot = (tensor: Tensor | undefined, key: string): Node => {
    const root: Node = { key, readers: [] };
    roots.push(root);
    if (tensor !== undefined) makers.set(tensor, root);
    return root;
  };
  for (const [input, name] of inputs) addRoot(input, name);
  for (const operator of operators) {
    const origin = origins.get(operator) ?? { path: "", hasWeights: false };
    const node: Node = { key: `${origin.path}/`, operator, readers: [] };
    for (const input of operator.inputs) {
      if (input === undefined) continue;
      (makers.get(input) ?? addRoot(input, keyOfConstant(input, origin))).readers.push(node);
    }
    // TensorFlow's own operator takes its axis as a constant.
    if (operator.op === "CONCATENATION") addRoot(undefined, node.key).readers.push(node);
    for (const output of operator.outputs) makers.set(output, node);
  }
  const nodes = postOrder(lastFirst(roots), ({ readers }) => lastFirst(readers)).reverse();
  return nodes.flatMap(({ operator }) => operator ?? []);
}

/** A weight is an argument of TensorFlow's function, named after the node that reads it. */
function keyOfConstant({ data }: Tensor, { path, hasWeights }: Origin): string {
  const isWeight = hasWeights && data instanceof Float32Array;
  return isWeight ? `${path}/ReadVariableOp`.replaceAll("/", "_").toLowerCase() : `${path}/`;
}

/** The last of the alphabet is entered first; nodes of one layer keep their order. */
function lastFirst(nodes: readonly Node[]): Node[] {
  return nodes.toSorted((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key))).reverse();
}
