import type { GraphProto, TensorProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Model } from "../../toolkit/onnx/read-model.js";
import { biasScales } from "./bias-scales.js";
import { dropUnread } from "./drop-unread.js";
import { floatData } from "./float-data.js";
import type { Mark, Marks } from "./marks.js";
import type { Parameters } from "./parameters.js";
import { QdqWriter, type StoredParameters } from "./qdq-writer.js";
import { quantizeBias, quantizeValues } from "./quantize-values.js";
import { topologicalOrder } from "./topological-order.js";

/** Rewrites a graph: marked tensors pass through Q/DQ pairs, constants are stored as integers. Changes the graph. */
export function placeQdq(model: Model, marks: Marks, parameters: Parameters): void {
  const placing = new Placing(model.graph, marks, parameters);
  placing.tensors();
  placing.biases();
  placing.rewrite();
}

class Placing {
  readonly #graph: GraphProto;
  readonly #marks: Marks;
  readonly #parameters: Parameters;
  readonly #writer: QdqWriter;
  readonly #stored = new Map<string, StoredParameters>();
  /** What the nodes of the float graph read instead of a tensor. */
  readonly #readInstead = new Map<string, string>();
  /** What they write instead. */
  readonly #writeInstead: Map<string, string>;

  constructor(graph: GraphProto, marks: Marks, parameters: Parameters) {
    this.#graph = graph;
    this.#marks = marks;
    this.#parameters = parameters;
    this.#writeInstead = new Map(marks.replaced);
    this.#writer = new QdqWriter([
      ...graph.initializer.map(({ name }) => name),
      ...graph.input.map(({ name }) => name),
      ...graph.node.flatMap(({ output }) => output),
    ]);
  }

  tensors(): void {
    const sharing: [string, string][] = [];
    for (const [name, mark] of this.#marks.tensors) {
      const tensor = this.#marks.names.initializers.get(name);
      if (tensor !== undefined) this.#constant(tensor, mark);
      else if (mark.sharesWith !== undefined) sharing.push([name, mark.sharesWith]);
      else this.#activation(name, this.#storeOwn(name));
    }
    this.#sharing(sharing);
  }

  /** Chains of sharing end at a tensor with its own parameters; one marked earlier may share with a later one. */
  #sharing(tensors: readonly [string, string][]): void {
    let left = tensors;
    for (let before = -1; left.length !== before; ) {
      before = left.length;
      left = left.filter(([name, provider]) => {
        const stored = this.#stored.get(provider);
        if (stored !== undefined) this.#activation(name, stored);
        return stored === undefined;
      });
    }
  }

  #storeOwn(name: string): StoredParameters {
    const own = this.#parameters.activations.get(name);
    if (own === undefined) throw new Error(`No range was calibrated for tensor ${name}`);
    return this.#writer.activationParameters(name, own, this.#parameters.activationType);
  }

  #constant(tensor: TensorProto, { axis }: Mark): void {
    const { name } = tensor;
    const parameters = this.#parameters.initializers.get(name);
    if (parameters === undefined) throw new Error(`No parameters were computed for the constant ${name}`);
    const dims = tensor.dims.map(Number);
    const stored = this.#writer.initializerParameters(name, parameters);
    const values = quantizeValues(floatData(tensor), dims, parameters);
    const input = this.#writer.constant(`${name}_quantized`, dims, values);
    const output = this.#writer.name(`${name}_DequantizeLinear_Output`);
    this.#writer.dequantize(name, { input, output, axis }, stored);
    this.#stored.set(name, stored);
    this.#readInstead.set(name, output);
  }

  #activation(name: string, stored: StoredParameters): void {
    const { inputs, outputs } = this.#marks.names;
    const keepsName = outputs.has(name) && !inputs.has(name);
    const input = keepsName ? this.#writer.name(`${name}_QuantizeLinear_Input`) : name;
    const output = keepsName ? name : this.#writer.name(`${name}_DequantizeLinear_Output`);
    if (keepsName) this.#writeInstead.set(name, input);
    else this.#readInstead.set(name, output);
    const stepped = this.#writer.name(`${name}_QuantizeLinear_Output`);
    this.#writer.quantize(name, input, stepped, stored);
    this.#writer.dequantize(name, { input: stepped, output }, stored);
    this.#stored.set(name, stored);
  }

  biases(): void {
    for (const [name, { input, weight }] of this.#marks.biases) {
      const tensor = this.#marks.names.initializers.get(name);
      const inputScale = this.#stored.get(input)?.scales[0];
      const weightScales = this.#stored.get(weight)?.scales;
      if (tensor === undefined || this.#stored.has(name)) continue;
      if (inputScale === undefined || weightScales === undefined) continue;
      const scales = biasScales(inputScale, weightScales, tensor.dims.map(Number));
      if (scales !== undefined) this.#bias(tensor, scales);
    }
  }

  #bias(tensor: TensorProto, scales: Float32Array<ArrayBuffer>): void {
    const perElement = scales.length > 1;
    const values = quantizeBias(floatData(tensor), scales);
    const dims = perElement ? [values.length] : tensor.dims.map(Number);
    const input = this.#writer.constant(`${tensor.name}_quantized`, dims, values);
    const stored = this.#writer.biasParameters(input, scales);
    this.#writer.dequantize(
      tensor.name,
      { input, output: tensor.name, axis: perElement ? 0 : undefined },
      stored,
    );
    this.#graph.initializer = this.#graph.initializer.filter((other) => other !== tensor);
  }

  /** Points the float graph's nodes to the Q/DQ pairs and drops what is no longer read. */
  rewrite(): void {
    const graph = this.#graph;
    const kept = graph.node.filter((node) => !this.#marks.removed.has(node));
    for (const node of kept) {
      node.input = node.input.map((name) => this.#readInstead.get(name) ?? name);
      node.output = node.output.map((name) => this.#written(name));
    }
    graph.node = topologicalOrder([...kept, ...this.#writer.nodes]);
    graph.initializer.push(...this.#writer.initializers);
    dropUnread(graph);
  }

  /** Follows a chain of removed nodes to the tensor that their producer writes now. */
  #written(name: string): string {
    let written = name;
    for (
      let next = this.#writeInstead.get(written);
      next !== undefined;
      next = this.#writeInstead.get(written)
    )
      written = next;
    return written;
  }
}
