/** What a translation asks of its operator: tensors, constants and options, or the reason why it cannot go on. */
import type { Operator, Tensor } from "../graph.js";
import { makeOptions, type OperatorOptions, type OptionsType } from "../schema/options.js";
import { unsupported } from "./unsupported.js";

/** @throws ServiceError `operator_unsupported` when the operator has no such input. */
export function inputOf(operator: Operator, index: number): Tensor {
  const tensor = operator.inputs[index];
  if (tensor === undefined) throw unsupported(operator, `has no input ${index}`);
  return tensor;
}

/** @throws ServiceError `operator_unsupported` when the operator has none, or several outputs. */
export function outputOf(operator: Operator): Tensor {
  const [output, ...others] = operator.outputs;
  if (output === undefined || others.length > 0)
    throw unsupported(operator, `has ${operator.outputs.length} outputs instead of one`);
  return output;
}

/** @throws ServiceError `operator_unsupported` when the input is computed. */
export function floatsOf(operator: Operator, index: number): Float32Array {
  const { name, data } = inputOf(operator, index);
  if (data instanceof Float32Array) return data;
  throw unsupported(operator, `takes '${name}', which is no float constant`);
}

/** Sizes, axes and the like. @throws ServiceError `operator_unsupported` when the input is computed. */
export function integersOf(operator: Operator, index: number): number[] {
  const { name, data } = inputOf(operator, index);
  if (data instanceof Int32Array || data instanceof BigInt64Array) return Array.from(data, Number);
  throw unsupported(operator, `takes '${name}', which is no integer constant`);
}

/** @returns the operator's options, or the schema's defaults where it has none. */
export function optionsOf<T extends OptionsType>(
  operator: Operator,
  type: T,
): Extract<OperatorOptions, { type: T }>;
export function optionsOf(operator: Operator, type: OptionsType): OperatorOptions {
  return operator.options?.type === type ? operator.options : makeOptions(type);
}

/** @returns the size of an axis of a tensor of known sizes. */
export function sizeOf(tensor: Tensor, axis: number): number {
  return tensor.shape[axis] ?? 1;
}

/** @returns whether the size of an axis is the same in every run. */
export function isKnown({ signature }: Tensor, axis: number): boolean {
  return (signature?.[axis] ?? 1) >= 0;
}

/** @throws ServiceError `operator_unsupported` when the rank is another. */
export function requireRank(operator: Operator, tensor: Tensor, rank: number): void {
  if (tensor.shape.length !== rank)
    throw unsupported(operator, `takes '${tensor.name}' of shape [${tensor.shape}] instead of ${rank} axes`);
}
