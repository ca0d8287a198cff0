import type { Kernel } from "../kernel.js";
import type { Fusion } from "./fuse.js";
import { hasFormula, macc } from "./macc.js";
import { ELEMENTWISE, PER_ELEMENT } from "./operators.js";
import type { Scope } from "./scope.js";
import { shapeOf } from "./shape-of.js";
import { activationsOf, type Reading } from "./values.js";
import { weightsOf } from "./weights.js";

/** The kernel of some fused operators; conversions that it needs are added to the network before it. */
export function makeKernel(fusion: Fusion, scope: Scope): Kernel {
  const { operator, absorbed } = fusion;
  const { buffers, shapes, values } = scope;
  const writes = (absorbed.at(-1) ?? operator).output.filter((name) => name !== "");
  const reads = readingsOf(fusion, scope);
  const isInteger = reads.every(({ form }) => form !== "plain") && writes.some(values.isQuantized);
  return {
    name: operator.name || writes.join(),
    op: [operator, ...absorbed].map(({ opType }) => opType).join("+"),
    shape: shapeOf(shapes, writes[0] ?? ""),
    inputs: reads.map(({ value, form }) =>
      buffers.read(value, isInteger || form === "quantized" ? "integer" : "float"),
    ),
    outputs: writes.map((name) => buffers.write(name, isInteger ? "integer" : "float")),
    weights: weightsOf(fusion, scope.constants),
    macc: workOf(fusion, scope),
    inPlace: ELEMENTWISE.has(operator.opType) || PER_ELEMENT.has(operator.opType),
  };
}

/** What a kernel reads from outside itself, each value once. */
function readingsOf({ operator, absorbed }: Fusion, { constants, values }: Scope): readonly Reading[] {
  const nodes = [operator, ...absorbed];
  const own = new Set(nodes.flatMap(({ output }) => output));
  const readings = new Map<string, Reading>();
  for (const name of nodes.flatMap((node) => activationsOf(node, constants))) {
    const reading = values.read(name);
    if (!own.has(reading.value)) readings.set(reading.value, reading);
  }
  return [...readings.values()];
}

/** Folded normalizations, biases and clipping cost nothing; a pool costs as much as by itself. */
function workOf({ operator, absorbed }: Fusion, { shapes, uncounted }: Scope): number {
  if (!hasFormula(operator.opType)) uncounted.add(operator.opType);
  return [operator, ...absorbed.filter(({ opType }) => opType === "MaxPool")]
    .map((node) => macc(node, (tensor) => shapeOf(shapes, tensor)))
    .reduce((sum, work) => sum + work, 0);
}
