import { makeNode } from "../../onnx/make-node.js";
import { makeTensor } from "../../onnx/make-tensor.js";
import type { NodeProto, TensorProto } from "../../onnx/onnx_pb.js";
import { ServiceError } from "../../service/error.js";
import type { Graph, Tensor } from "../graph.js";
import { type Attributes, attributes } from "./attributes.js";
import { type Layout, TO_NCHW, TO_NHWC } from "./layout.js";
import { permuted } from "./permuted.js";

/**
 * The ONNX network under construction. A tensor of rank 4 exists in the layout in which its operator wrote it, and in
 * the other one from the first time that an operator asks for it.
 */
export class Scope {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #names = new Map<Tensor, Map<Layout, string>>();
  readonly #written = new Map<Tensor, Layout>();
  readonly #constants = new Map<string, string>();
  readonly #taken: Set<string>;
  readonly #ends: ReadonlySet<Tensor>;
  readonly #maxPooled: ReadonlySet<Tensor | undefined>;

  constructor(graph: Graph) {
    const tensors = graph.operators.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
    this.#taken = new Set([...graph.inputs, ...tensors].flatMap((tensor) => tensor?.name ?? []));
    this.#ends = new Set([...graph.inputs, ...graph.outputs]);
    const pools = graph.operators.filter(({ op }) => op === "MAX_POOL_2D");
    this.#maxPooled = new Set(pools.flatMap(({ inputs }) => inputs));
  }

  /** @returns whether a maximum pool reads the tensor. */
  isMaxPooled(tensor: Tensor): boolean {
    return this.#maxPooled.has(tensor);
  }

  /** @returns the layout in which a computed tensor was written; `nhwc` for constants. */
  layoutOf(tensor: Tensor): Layout {
    return this.#written.get(tensor) ?? "nhwc";
  }

  /** @returns where a tensor is first: its ONNX name, and the layout in which it was written. */
  placeOf(tensor: Tensor): { name: string; layout: Layout } {
    const layout = this.layoutOf(tensor);
    return { name: this.#names.get(tensor)?.get(layout) ?? tensor.name, layout };
  }

  /** @returns the ONNX name of a tensor in a layout; `layout` matters for tensors of rank 4 only. */
  read(tensor: Tensor, layout: Layout): string {
    const rank = tensor.shape.length;
    const wanted = rank === 4 ? layout : "nhwc";
    if (tensor.data !== undefined) return this.permuted(tensor, rankedOrder(wanted, rank));
    const names = this.#names.get(tensor) ?? new Map<Layout, string>([["nhwc", tensor.name]]);
    this.#names.set(tensor, names);
    const known = names.get(wanted);
    if (known !== undefined) return known;
    const name = this.#transposed(tensor, wanted);
    names.set(wanted, name);
    return name;
  }

  /** @returns the name under which to write a tensor: its own, but for a network's end that is not in NHWC. */
  write(tensor: Tensor, layout: Layout): string {
    const name =
      layout === "nchw" && this.#ends.has(tensor) ? this.unique(`${tensor.name}:nchw`) : tensor.name;
    this.#names.set(tensor, new Map([[layout, name]]));
    this.#written.set(tensor, layout);
    return name;
  }

  /** Adds a node with one output. @returns the name of that. */
  node(opType: string, inputs: readonly string[], output: string, values: Attributes = {}): string {
    this.nodes.push(makeNode(opType, `${output}:${opType}`, inputs, [output], attributes(values)));
    return output;
  }

  /**
   * Adds a constant of the graph with its axes in another order, once. Where its bytes stay in order, they are shared.
   *
   * @throws ServiceError `tensor_unsupported` for types that a float network has no use for.
   */
  permuted({ name, shape, type, data }: Tensor, order: readonly number[]): string {
    const key = `${name}:${order.join("")}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    if (!(data instanceof Float32Array || data instanceof Int32Array))
      throw new ServiceError(
        "tensor_unsupported",
        `The constant '${name}' holds ${type} values; only FLOAT32 and INT32 are supported here.`,
      );
    const dims = order.map((axis) => shape[axis] ?? 1);
    const added = this.constant(
      key,
      dims,
      data instanceof Float32Array ? permuted(data, shape, order) : data,
    );
    this.#constants.set(key, added);
    return added;
  }

  /** Adds a float of rank 0. @returns its name. */
  scalar(value: number): string {
    const key = `scalar:${value}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const added = this.constant(key, [], Float32Array.of(value));
    this.#constants.set(key, added);
    return added;
  }

  /** Adds a constant. @returns its name. */
  constant(name: string, dims: readonly number[], data: Float32Array | Int32Array | BigInt64Array): string {
    const free = this.unique(name);
    this.initializers.push(makeTensor(free, dims, data));
    return free;
  }

  /** Adds a list of int64, as ONNX wants shapes and axes. @returns its name. */
  integers(name: string, values: readonly number[]): string {
    return this.constant(name, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** @returns the name itself, or with a number where it is taken; it is taken from then on. */
  unique(name: string): string {
    let free = name;
    for (let i = 1; this.#taken.has(free); i++) free = `${name}${i}`;
    this.#taken.add(free);
    return free;
  }

  #transposed(tensor: Tensor, layout: Layout): string {
    const source = this.placeOf(tensor).name;
    const isEnd = layout === "nhwc" && this.#ends.has(tensor);
    const name = isEnd ? tensor.name : this.unique(`${tensor.name}:${layout}`);
    return this.node("Transpose", [source], name, { perm: layout === "nchw" ? TO_NCHW : TO_NHWC });
  }
}

function rankedOrder(layout: Layout, rank: number): readonly number[] {
  return layout === "nchw" ? TO_NCHW : Array.from({ length: rank }, (_, axis) => axis);
}
