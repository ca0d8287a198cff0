import { makeInt } from "../../../toolkit/onnx/attribute.js";
import { makeNode } from "../../../toolkit/onnx/make-node.js";
import { makeTensor } from "../../../toolkit/onnx/make-tensor.js";
import type { AttributeProto, GraphProto, NodeProto, TensorProto } from "../../../toolkit/onnx/onnx_pb.js";
import { type Measure, type Probe, rowLength } from "./probes.js";

/** Channels that ONNX Runtime handles together in the memory layout of its convolutions. */
const CHANNEL_BLOCK = 8;
/** Measures that leave that layout together: each node more costs a run, each tensor kept for longer leaves the cache. */
const TOGETHER = 16;

/**
 * The nodes that take measures. Global pools, since ONNX Runtime has them in the layout that its convolutions compute
 * in, at the speed of the memory: ReduceMax and ReduceMin would have every tensor reordered first.
 */
export class ProbeNodes {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #prefix: string;
  readonly #constants = new Map<string, string>();
  /** Names of pools in the layout of the convolutions. */
  readonly #blocked = new Set<string>();

  /** @param graph - whose names are taken. */
  constructor(graph: GraphProto) {
    const names = [...graph.input.map(({ name }) => name), ...graph.node.flatMap(({ output }) => output)];
    let prefix = "probe";
    while (names.some((name) => name.startsWith(prefix))) prefix += "_";
    this.#prefix = prefix;
  }

  /** Adds what takes a measure. @returns its name, and how many values it has for each index of its first axis. */
  add({ measure, place }: Probe): { name: string; length: number } {
    const { name, layout, tensor } = place;
    const [, , , channels = 1] = tensor.shape;
    if (tensor.shape.length === 0) return { name: this.#asImage(name, [1n, 1n, 1n, 1n]), length: 1 };
    if (measure === "values") return { name, length: rowLength(tensor) };
    if (layout === "nchw") {
      const pool = this.#pooled(measure, name, channels);
      if (channels % CHANNEL_BLOCK === 0) this.#blocked.add(pool);
      return { name: pool, length: channels };
    }
    return { name: this.#pooled(measure, this.#asImage(name, [0n, 1n, 1n, -1n]), 1), length: 1 };
  }

  /**
   * Adds rows of all the measures named, side by side. ONNX Runtime visits the inputs of Concat from the node added
   * last to the first, and computes what each needs before the next; added in reverse, the measures of some tensors are
   * taken before the network goes on, while they are in the cache, and nothing is kept for later.
   *
   * @returns the name of the rows.
   */
  joined(measures: readonly string[]): string {
    const rows = this.#together(measures)
      .toReversed()
      .map((names) => this.#node("Flatten", [this.#beside(names)]));
    return this.#beside(rows.reverse());
  }

  /** Cuts the measures, in their order, into those that can leave the layout of the convolutions in one piece. */
  #together(measures: readonly string[]): string[][] {
    const pieces: string[][] = [];
    for (const name of measures) {
      const last = pieces.at(-1);
      const hasRoom = last !== undefined && last.length < TOGETHER;
      if (hasRoom && [...last, name].every((other) => this.#blocked.has(other))) last.push(name);
      else pieces.push([name]);
    }
    return pieces;
  }

  #beside(names: readonly string[]): string {
    const [first = ""] = names;
    return names.length === 1 ? first : this.#node("Concat", names, [makeInt("axis", 1)]);
  }

  #pooled(measure: Measure, input: string, channels: number): string {
    if (measure === "mean") return this.#node("GlobalAveragePool", [input]);
    if (measure === "max") return this.#node("GlobalMaxPool", [input]);
    return this.#node("GlobalMaxPool", [this.#negated(input, channels)]);
  }

  /** A convolution with -1 is exact, and unlike Neg keeps to the layout of the convolutions. */
  #negated(input: string, channels: number): string {
    if (channels % CHANNEL_BLOCK !== 0) return this.#node("Neg", [input]);
    const weights = this.#constant(`minus:${channels}`, () => ({
      dims: [channels, 1, 1, 1],
      data: new Float32Array(channels).fill(-1),
    }));
    return this.#node("Conv", [input, weights], [makeInt("group", channels)]);
  }

  /** A tensor of any other layout as rows of pixels of one channel. */
  #asImage(input: string, sizes: readonly bigint[]): string {
    const dims = this.#constant(`image:${sizes}`, () => ({ dims: [4], data: BigInt64Array.from(sizes) }));
    return this.#node("Reshape", [input, dims]);
  }

  #node(opType: string, inputs: readonly string[], attributes: readonly AttributeProto[] = []): string {
    const name = `${this.#prefix}:${this.nodes.length}`;
    this.nodes.push(makeNode(opType, name, inputs, [name], attributes));
    return name;
  }

  #constant(
    key: string,
    make: () => { dims: readonly number[]; data: Float32Array | BigInt64Array },
  ): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = `${this.#prefix}:${key}`;
    const { dims, data } = make();
    this.initializers.push(makeTensor(name, dims, data));
    this.#constants.set(key, name);
    return name;
  }
}
