import { elementCount } from "../../toolkit/tensor/element-count.js";
import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import { byteSize } from "../../toolkit/tflite/schema/tensor-types.js";
import type { Buffer, Kernel, Network, Weight } from "../kernel.js";
import { hasFormula, macc } from "./macc.js";
import { CONVERSIONS, ELEMENTWISE, PER_ELEMENT, VIEWS, WEIGHT_INPUTS } from "./operators.js";

/** The kernels that a graph becomes on the board, float or quantized, for one image. */
export function lowerGraph(graph: Graph): Network {
  const buffers = new Map<Tensor, Buffer>();
  const bufferOf = (tensor: Tensor): Buffer => {
    const known = buffers.get(tensor);
    if (known !== undefined) return known;
    const elements = elementCount(tensor.shape);
    const buffer = { name: tensor.name, elements, bytes: byteSize(tensor.type, tensor.shape) };
    buffers.set(tensor, buffer);
    return buffer;
  };
  const inputs = graph.inputs.map(bufferOf);
  const uncounted = new Set<string>();
  const kernels: Kernel[] = [];
  const readers = readersOf(graph);
  const absorbed = new Set<Operator>();
  for (const operator of graph.operators) {
    if (absorbed.has(operator) || operator.outputs.every(isMeta)) continue;
    if (VIEWS.has(operator.op)) {
      view(operator, buffers, bufferOf);
      continue;
    }
    if (!hasFormula(operator.op)) uncounted.add(operator.op);
    const pool = pooledBehind(operator, readers);
    if (pool !== undefined) absorbed.add(pool);
    kernels.push(kernelOf(pool === undefined ? [operator] : [operator, pool], bufferOf));
  }
  return { inputs, kernels, outputs: graph.outputs.map(bufferOf), uncounted: [...uncounted] };
}

/** What reads a value; a network's output is read by its caller, too. */
function readersOf({ operators, outputs }: Graph): ReadonlyMap<Tensor, readonly (Operator | undefined)[]> {
  const readers = new Map<Tensor, (Operator | undefined)[]>();
  const note = (tensor: Tensor, reader: Operator | undefined) =>
    readers.set(tensor, [...(readers.get(tensor) ?? []), reader]);
  for (const operator of operators)
    for (const input of operator.inputs) if (input !== undefined) note(input, operator);
  for (const output of outputs) note(output, undefined);
  return readers;
}

/** A view's result is its input's buffer, even if dims differ; what padding adds is left out. */
function view(
  { inputs, outputs }: Operator,
  buffers: Map<Tensor, Buffer>,
  bufferOf: (tensor: Tensor) => Buffer,
) {
  const [source] = inputs;
  const [result] = outputs;
  if (source !== undefined && result !== undefined) buffers.set(result, bufferOf(source));
}

/** A pool that takes a convolution's rows as they come runs in its kernel. */
function pooledBehind(
  { op, outputs }: Operator,
  readers: ReadonlyMap<Tensor, readonly (Operator | undefined)[]>,
): Operator | undefined {
  const [output] = outputs;
  if (op !== "CONV_2D" || output === undefined) return undefined;
  const [next, ...others] = readers.get(output) ?? [];
  return next?.op === "MAX_POOL_2D" && others.length === 0 ? next : undefined;
}

function kernelOf(
  operators: readonly [Operator, ...Operator[]],
  bufferOf: (tensor: Tensor) => Buffer,
): Kernel {
  const [first] = operators;
  const last = operators.at(-1) ?? first;
  const reads = new Set(first.inputs.filter(isActivation).map(bufferOf));
  return {
    name: last.outputs[0]?.name ?? first.op,
    op: operators.map(({ op }) => op).join("+"),
    shape: last.outputs[0]?.shape ?? [],
    inputs: [...reads],
    outputs: last.outputs.map(bufferOf),
    weights: weightsOf(first),
    macc: operators.reduce((sum, operator) => sum + macc(operator), 0),
    inPlace: [ELEMENTWISE, CONVERSIONS, PER_ELEMENT].some((ops) => ops.has(first.op)),
  };
}

function isActivation(tensor: Tensor | undefined): tensor is Tensor {
  return tensor !== undefined && tensor.data === undefined && !isMeta(tensor);
}

/** Shapes computed in 32 or 64 bits are no activations: on the board they are fixed. */
function isMeta({ type, shape }: Tensor): boolean {
  return (type === "INT32" || type === "INT64") && shape.length <= 1;
}

/** Constants in their stored type. Of an operator that nothing is known about each counts: better too much flash. */
function weightsOf({ op, inputs }: Operator): Weight[] {
  const positions = WEIGHT_INPUTS.get(op);
  return inputs.flatMap((tensor, at) => {
    if (tensor?.data === undefined) return [];
    if (positions === undefined ? hasFormula(op) && op !== "CONCATENATION" : !positions.includes(at))
      return [];
    return [{ id: tensor.name, bytes: byteSize(tensor.type, tensor.shape) }];
  });
}
