import type { Graph, Operator, Tensor } from "../../graph.js";
import { ACTIVATION, PADDING } from "../../schema/enumerations.js";
import { liveOperators } from "./live-operators.js";
import { Uses } from "./uses.js";

/**
 * Puts a number that an input is multiplied by, or that is added to it, into the weights and the bias of the
 * convolutions and dense layers that read it: w·(c·x) = (c·w)·x, w·(x + c) + b = w·x + (b + c·Σw). What is added can
 * only be put into a bias where no zeros are padded.
 */
export function fuseScalarIntoNext(graph: Graph): void {
  const uses = new Uses(graph);
  for (const operator of graph.operators) while (fuseOne(operator, uses));
  graph.operators = liveOperators(graph);
}

function fuseOne(operator: Operator, uses: Uses): boolean {
  const [input, weights, bias] = operator.inputs;
  const outputs = outputChannels(operator);
  const kernel = weights?.data;
  if (!(kernel instanceof Float32Array) || weights === undefined || outputs === undefined) return false;
  if (bias !== undefined && !(bias.data instanceof Float32Array)) return false;
  const scalar = scalarOf(uses.writer(input));
  if (scalar === undefined || (scalar.op !== "MUL" && isPadded(operator))) return false;
  if (scalar.op === "MUL") {
    const data = kernel.map((weight) => weight * scalar.number);
    operator.inputs = [scalar.input, { ...weights, data }, bias];
    return true;
  }
  const number = scalar.op === "SUB" ? -scalar.number : scalar.number;
  const known = bias?.data instanceof Float32Array ? bias.data : new Float32Array(outputs.count);
  const data = known.map((value, channel) => value + number * sumOf(kernel, outputs, channel));
  const name = bias?.name ?? `${weights.name}/bias`;
  operator.inputs = [scalar.input, weights, { name, type: "FLOAT32", shape: [outputs.count], data }];
  return true;
}

/** Adding before zeros are padded is not adding after it. */
function isPadded({ options }: Operator): boolean {
  return options !== undefined && "padding" in options && options.padding !== PADDING.VALID;
}

interface Scalar {
  readonly op: "MUL" | "ADD" | "SUB";
  readonly input: Tensor;
  readonly number: number;
}

/** Arithmetic of a tensor with one constant number as the second operand, or undefined for anything else. */
function scalarOf(operator: Operator | undefined): Scalar | undefined {
  if (operator === undefined || !isArithmetic(operator.op)) return undefined;
  const { op, options } = operator;
  const [input, constant] = operator.inputs;
  const isFused =
    options !== undefined &&
    "fusedActivationFunction" in options &&
    options.fusedActivationFunction !== ACTIVATION.NONE;
  const [number, ...more] = constant?.data instanceof Float32Array ? constant.data : [];
  if (isFused || input === undefined || number === undefined || more.length > 0) return undefined;
  return { op, input, number };
}

function isArithmetic(op: string): op is Scalar["op"] {
  return op === "MUL" || op === "ADD" || op === "SUB";
}

interface OutputChannels {
  readonly count: number;
  /** How far apart the weights of neighbouring channels lie, and those of one channel. */
  readonly channelStride: number;
  readonly weightStride: number;
}

function outputChannels({ op, inputs }: Operator): OutputChannels | undefined {
  const shape = inputs[1]?.shape ?? [];
  const each = shape.slice(1).reduce((product, size) => product * size, 1);
  const [first = 0, last = 0] = [shape[0], shape.at(-1)];
  if (op === "DEPTHWISE_CONV_2D") return { count: last, channelStride: 1, weightStride: last };
  if (op !== "CONV_2D" && op !== "FULLY_CONNECTED") return undefined;
  return { count: first, channelStride: each, weightStride: 1 };
}

function sumOf(weights: Float32Array, outputs: OutputChannels, channel: number): number {
  const each = weights.length / outputs.count;
  const begin = channel * outputs.channelStride;
  let sum = 0;
  for (let i = 0; i < each; i++) sum += weights[begin + i * outputs.weightStride] ?? 0;
  return sum;
}
