import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import { Constants, holds, quantizationOf } from "./constants.js";
import { operatorTraits } from "./operator-traits.js";
import type { Parameters } from "./parameters.js";
import type { EndType, QuantizeOptions } from "./quantize-options.js";
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
    for (const [i, { name }] of this.#graph.inputs.entries()) rename(inputs[i], name);
    for (const [i, { name }] of this.#graph.outputs.entries()) rename(outputs[i], name);
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

  /** The first integer version of a tensor: its producer's, or made here from floats; undefined where it has no parameters. */
  #native(tensor: Tensor): Tensor | undefined {
    const known = this.#integer.get(tensor)?.[0];
    const shared = this.#shared.of.get(tensor);
    if (known !== undefined || shared === undefined) return known;
    const version = this.#version(tensor, shared.parameters);
    if (!this.#isInput(tensor)) return this.#convert("QUANTIZE", this.#plainCopy(tensor), version);
    const end = this.#end(tensor, version, this.#options.inputType);
    this.#inputs.set(tensor, end);
    return end === version ? version : this.#convert("QUANTIZE", end, version);
  }

  /** A tensor as floats: as it is, or dequantized. */
  #float(tensor: Tensor | undefined): Tensor | undefined {
    if (tensor === undefined) return undefined;
    const ready = this.#plain.get(tensor);
    if (ready !== undefined) return ready;
    // A float input passes the border too, so that the whole network sees what an integer input could give.
    const integer = isActivation(tensor) ? this.#seen(tensor) : undefined;
    return integer === undefined
      ? this.#plainCopy(tensor)
      : this.#convert("DEQUANTIZE", integer, this.#plainCopy(tensor));
  }

  /** The integers that floats are made of: what the producer wrote, unless the network's output is all that needs them. */
  #seen(tensor: Tensor): Tensor | undefined {
    const parameters = this.#shared.of.get(tensor)?.parameters;
    const native = this.#native(tensor);
    return parameters !== undefined && this.#isOnlyOutput(tensor)
      ? this.#readable(tensor, parameters)
      : native;
  }

  #output(tensor: Tensor): Tensor {
    const shared = this.#shared.of.get(tensor);
    if (shared === undefined || this.#staysFloat(tensor)) return this.#float(tensor) ?? tensor;
    const integer = this.#seen(tensor);
    if (integer === undefined) return this.#plainCopy(tensor);
    const { outputType } = this.#options;
    if (outputType === "float32") return this.#dequantizedOutput(tensor, integer);
    const end = this.#end(tensor, integer, outputType);
    return end === integer ? end : this.#convert("QUANTIZE", integer, end);
  }

  #dequantizedOutput(tensor: Tensor, integer: Tensor): Tensor {
    const isFloat = this.#plain.get(tensor);
    const dequantized = isFloat !== undefined && !this.#writesFloat(tensor);
    return dequantized ? isFloat : this.#convert("DEQUANTIZE", integer, this.#copy(tensor));
  }

  /** A float operator's result is quantized for an output only where no float operator reads it too. */
  #staysFloat(tensor: Tensor): boolean {
    return this.#writesFloat(tensor) && !this.#isOnlyOutput(tensor);
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

  /** What the network takes or gives for an int8 tensor: itself, the same steps as uint8, or floats. */
  #end(tensor: Tensor, integer: Tensor, type: EndType): Tensor {
    if (type === "int8") return integer;
    if (type === "float32") return this.#copy(tensor);
    const [scale = 1, zeroPoint = 0] = [integer.quantization?.scale[0], integer.quantization?.zeroPoint[0]];
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
