/** What the rules of the operators decide before any number is known: which tensors get Q/DQ, and how. */
import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import type { GraphNames } from "./graph-names.js";

export interface Mark {
  readonly kind: "activation" | "weight";
  /** Channel axis of a weight that has a scale per channel. */
  readonly axis?: number;
  /** The tensor whose scale and zero point this one uses too. */
  readonly sharesWith?: string;
}

export interface BiasMark {
  /** The tensor whose scale, times the weight's, is the bias's. */
  readonly input: string;
  readonly weight: string;
}

/** Marks under way: rules add to them node by node, in graph order. */
export class Marks {
  readonly tensors = new Map<string, Mark>();
  readonly biases = new Map<string, BiasMark>();
  /** Relu and Clip nodes that the quantization after them makes superfluous. */
  readonly removed = new Set<NodeProto>();
  /** Tensors whose producer writes another one instead, since the node between them is removed. */
  readonly replaced = new Map<string, string>();
  readonly names: GraphNames;
  readonly perChannel: boolean;
  readonly #isFloat: (name: string) => boolean;

  constructor(names: GraphNames, options: { isFloat: (name: string) => boolean; perChannel: boolean }) {
    this.names = names;
    this.perChannel = options.perChannel;
    this.#isFloat = options.isFloat;
  }

  has(name: string): boolean {
    return this.tensors.has(name) || this.biases.has(name);
  }

  activation(name: string): void {
    if (this.#isFloat(name) && !this.tensors.has(name)) this.tensors.set(name, { kind: "activation" });
  }

  /** Marks a tensor that takes the parameters of another, whatever it was marked as before. */
  sharing(name: string, sharesWith: string): void {
    if (this.#isFloat(name)) this.tensors.set(name, { kind: "activation", sharesWith });
  }

  /** Marks a weight with a scale per channel along `axis` where that is wanted and the weight has that axis. */
  weight(name: string, axis: number): void {
    if (!this.#isFloat(name)) return;
    const rank = this.names.initializers.get(name)?.dims.length ?? 0;
    if (this.perChannel && axis < rank) this.tensors.set(name, { kind: "weight", axis });
    else if (!this.tensors.has(name)) this.tensors.set(name, { kind: "weight" });
  }

  bias(name: string, mark: BiasMark): void {
    if (this.names.initializers.has(name) && this.#isFloat(name)) this.biases.set(name, mark);
  }

  /** Lets the producer of the node's input write the node's output, and forgets the node and its input. */
  remove(node: NodeProto, input: string, output: string): void {
    this.removed.add(node);
    this.replaced.set(input, output);
    this.tensors.delete(input);
  }
}
