import type { Operator, Tensor } from "../../graph.js";
import type { BuiltinOperator } from "../../schema/builtin-operators.js";
import { type FloatConstant, isFloatConstant } from "./pattern.js";

/** Where an operator that multiplies by weights has its parts. */
interface Places {
  readonly input: number;
  readonly weights: number;
  readonly bias: number;
  /** Whether the output channels are the weights' last axis instead of the first. */
  readonly channelsLast: boolean;
}

const PLACES: ReadonlyMap<BuiltinOperator, Places> = new Map<BuiltinOperator, Places>([
  ["CONV_2D", { input: 0, weights: 1, bias: 2, channelsLast: false }],
  ["DEPTHWISE_CONV_2D", { input: 0, weights: 1, bias: 2, channelsLast: true }],
  ["TRANSPOSE_CONV", { input: 2, weights: 1, bias: 3, channelsLast: false }],
  ["FULLY_CONNECTED", { input: 0, weights: 1, bias: 2, channelsLast: false }],
]);

/** A convolution or a full connection whose weights and bias are known. */
export interface Affine {
  readonly operator: Operator;
  readonly input: Tensor;
  readonly weights: FloatConstant;
  readonly bias: FloatConstant | undefined;
  /** Number of output channels. */
  readonly channels: number;
  readonly channelsLast: boolean;
}

export function asAffine(operator: Operator | undefined): Affine | undefined {
  const places = operator && PLACES.get(operator.op);
  if (operator === undefined || places === undefined) return undefined;
  const input = operator.inputs[places.input];
  const weights = operator.inputs[places.weights];
  const bias = operator.inputs[places.bias];
  if (input === undefined || !isFloatConstant(weights)) return undefined;
  if (bias !== undefined && !isFloatConstant(bias)) return undefined;
  const { channelsLast } = places;
  const channels = (channelsLast ? weights.shape.at(-1) : weights.shape[0]) ?? 0;
  return { operator, input, weights, bias, channels, channelsLast };
}

/** The operator's inputs with other ones in the places named. */
export function inputsWith(
  { operator, input, weights, bias }: Affine,
  parts: { readonly input?: Tensor; readonly weights?: Tensor; readonly bias?: Tensor | undefined },
): (Tensor | undefined)[] {
  const places = PLACES.get(operator.op);
  const inputs = [...operator.inputs];
  if (places === undefined) return inputs;
  inputs[places.input] = parts.input ?? input;
  inputs[places.weights] = parts.weights ?? weights;
  const changedBias = parts.bias ?? bias;
  if (changedBias !== undefined || places.bias < inputs.length) inputs[places.bias] = changedBias;
  return inputs;
}
