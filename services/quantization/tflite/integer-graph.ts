import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import { Constants, holds, quantizationOf } from "./constants.js";
import { operatorTraits } from "./operator-traits.js";
import type { Parameters } from "./parameters.js";
import type { QuantizeOptions } from "./quantize-options.js";
import { quantizedOperators } from "./quantized-operators.js";
import type { Shared, SharedParameters } from "./share-parameters.js";
import { isActivation, type TensorUses } from "./tensor-uses.js";

/** A copy of a graph whose operators run on integers where they can, with QUANTIZE and DEQUANTIZE at the borders. */
export function integerGraph(
  graph: Graph,
  uses: TensorUses,
  shared: SharedParameters,
  options: QuantizeOptions,
): Graph {
  const writer = new IntegerGraph(graph, uses, shared, options);
  for (const operator of graph.operators) writer.operator(operator);
  return writer.finish();
}

class IntegerGraph {
  readonly #graph: Graph;
  readonly #uses: TensorUses;
  readonly #shared: SharedParameters;
  readonly #options: QuantizeOptions;
  readonly #quantized: ReadonlySet<Operator>;
  readonly #constants: Constants;
  readonly #names: Set<string>;
  readonly #operators: Operator[] = [];
  /** What each tensor of the float graph is here as itself: float, or of another type that has nothing to do with it. */
  readonly #plain = new Map<Tensor, Tensor>();
  /** Its integer versions; the first is what its producer writes. */
  readonly #integer = new Map<Tensor, Tensor[]>();
  readonly #inputs = new Map<Tensor, Tensor>();

  constructor(graph: Graph, uses: TensorUses, shared: SharedParameters, options: QuantizeOptions) {
    this.#graph = graph;
    this.#uses = uses;
    this.#shared = shared;
    this.#options = options;
    this.#quantized = quantizedOperators(graph, shared);
    this.#names = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
    this.#constants = new Constants(this.#quantized, {
      perChannel: options.granularity === "per_channel",
      fresh: (name) => this.#fresh(name),
    });
  }

  operator(operator: Operator): void {
    const quantized = this.#quantized.has(operator);
    const inputs = quantized
      ? this.#integerInputs(operator)
      : operator.inputs.map((input) => this.#float(input));
    const outputs = operator.outputs.map((output) => {
      const shared = quantized && isActivation(output) ? this.#shared.of.get(output) : undefined;
      return shared === undefined
        ? this.#plainCopy(output)
        : this.#version(output, shared.written ?? shared.parameters);
    });
    this.#operators.push({ ...operator, inputs, outputs });
  }

  finish(): Graph {
    const outputs = this.#graph.outputs.map((output) => this.#output(output));
    const inputs = this.#graph.inputs.map((input) => this.#inputs.get(input) ?? this.#plainCopy(input));
    for (const [i, output] of this.#graph.outputs.entries())
      if (!this.#isInput(output)) rename(outputs[i], output.name);
    for (const [i, { name }] of this.#graph.inputs.entries()) rename(inputs[i], name);
    return { ...this.#graph, operators: this.#operators, inputs, outputs };
  }

  #integerInputs(operator: Operator): (Tensor | undefined)[] {
    const demanded =
      operatorTraits(operator.op)?.sameScale === true ? this.#shared.demanded.get(operator) : undefined;
    const parametersOf = (tensor: Tensor) => this.#shared.of.get(tensor)?.parameters;
    const inputs = this.#constants.inputs(operator, parametersOf, demanded);
    return inputs.map((input, i) => {
      if (input === undefined || input !== operator.inputs[i]) return input;
      const parameters = isActivation(input) ? (demanded ?? parametersOf(input)) : undefined;
      return parameters === undefined ? this.#plainCopy(input) : this.#readable(input, parameters);
    });
  }

  /** The version of a tensor with these parameters, quantized or requantized when there is none yet. */
  #readable(tensor: Tensor, parameters: Parameters): Tensor {
    const native = this.#native(tensor);
    const ready = this.#integer.get(tensor)?.find(({ quantization }) => holds(quantization, parameters));
    if (ready !== undefined || native === undefined) return ready ?? this.#plainCopy(tensor);
    return this.#convert("QUANTIZE", native, this.#version(tensor, parameters));
  }

  /** The first integer version of a tensor: its producer's, or made here; undefined where it has no parameters. */
  #native(tensor: Tensor): Tensor | undefined {
    const known = this.#integer.get(tensor)?.[0];
    const shared = this.#shared.of.get(tensor);
    if (known !== undefined || shared === undefined) return known;
    const start = this.#isInput(tensor) ? this.#inputEnd(tensor, shared) : this.#plainCopy(tensor);
    return start.type === "INT8"
      ? start
      : this.#convert("QUANTIZE", start, this.#version(tensor, shared.parameters));
  }

  /** What the network takes for an input with parameters. */
  #inputEnd(tensor: Tensor, { parameters }: Shared): Tensor {
    const known = this.#inputs.get(tensor);
    if (known !== undefined) return known;
    const { inputType } = this.#options;
    const end =
      inputType === "float32"
        ? this.#plainCopy(tensor)
        : inputType === "int8"
          ? this.#version(tensor, parameters)
          : this.#unsigned(tensor, parameters);
    this.#inputs.set(tensor, end);
    return end;
  }

  /** A tensor as floats: as it is, or dequantized from what the network is given or the producer wrote. */
  #float(tensor: Tensor | undefined): Tensor | undefined {
    if (tensor === undefined) return undefined;
    const ready = this.#plain.get(tensor);
    const shared = this.#shared.of.get(tensor);
    if (ready !== undefined || shared === undefined || this.#writesFloat(tensor))
      return ready ?? this.#plainCopy(tensor);
    const integer = this.#isInput(tensor) ? this.#inputEnd(tensor, shared) : this.#native(tensor);
    if (integer === undefined || integer.type === "FLOAT32") return this.#plainCopy(tensor);
    return this.#convert("DEQUANTIZE", integer, this.#plainCopy(tensor));
  }

  #output(tensor: Tensor): Tensor {
    const shared = this.#shared.of.get(tensor);
    const { outputType } = this.#options;
    const mixed = this.#writesFloat(tensor) && !this.#isOnlyOutput(tensor);
    if (shared === undefined || outputType === "float32" || mixed) return this.#float(tensor) ?? tensor;
    const native = this.#native(tensor);
    const integer = this.#isOnlyOutput(tensor) ? this.#readable(tensor, shared.parameters) : native;
    if (integer === undefined) return this.#plainCopy(tensor);
    if (outputType === "int8") return integer;
    return this.#convert("QUANTIZE", integer, this.#unsigned(tensor, shared.parameters));
  }

  #writesFloat(tensor: Tensor): boolean {
    const producer = this.#uses.producer.get(tensor);
    return producer !== undefined && !this.#quantized.has(producer);
  }

  #isOnlyOutput(tensor: Tensor): boolean {
    const outputs = this.#graph.outputs.filter((output) => output === tensor).length;
    return outputs === 1 && this.#uses.readers(tensor).every((reader) => this.#quantized.has(reader));
  }

  #isInput(tensor: Tensor): boolean {
    return this.#graph.inputs.includes(tensor);
  }

  /** The same steps as int8, counted from 0. */
  #unsigned(tensor: Tensor, { scale, zeroPoint }: Parameters): Tensor {
    const quantization = quantizationOf({ scale, zeroPoint: zeroPoint + 128 });
    return { ...this.#copy(tensor), type: "UINT8", quantization };
  }

  #convert(op: "QUANTIZE" | "DEQUANTIZE", from: Tensor, to: Tensor): Tensor {
    this.#operators.push({ op, inputs: [from], outputs: [to] });
    return to;
  }

  #version(tensor: Tensor, parameters: Parameters): Tensor {
    const version: Tensor = { ...this.#copy(tensor), type: "INT8", quantization: quantizationOf(parameters) };
    const versions = this.#integer.get(tensor);
    if (versions === undefined) this.#integer.set(tensor, [version]);
    else versions.push(version);
    return version;
  }

  #plainCopy(tensor: Tensor): Tensor {
    const ready = this.#plain.get(tensor);
    if (ready !== undefined) return ready;
    const copy = this.#copy(tensor);
    this.#plain.set(tensor, copy);
    return copy;
  }

  #copy(tensor: Tensor): Tensor {
    return { ...tensor, name: this.#fresh(tensor.name) };
  }

  #fresh(name: string): string {
    let fresh = name;
    for (let i = 1; this.#names.has(fresh); i++) fresh = `${name}_${i}`;
    this.#names.add(fresh);
    return fresh;
  }
}

function rename(tensor: Tensor | undefined, name: string): void {
  if (tensor !== undefined) tensor.name = name;
}
