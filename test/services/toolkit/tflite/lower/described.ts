import type { Graph, Operator, Tensor } from "../../../../../services/toolkit/tflite/graph.js";
import { sizesOf } from "../../../../../services/toolkit/tflite/lower/sizes.js";

/** A graph without its names and its order: what two graphs that compute the same thing in the same way share. */
export interface Description {
  /** Operators by depth from the outputs, with their options, and where their inputs come from. */
  readonly operators: string[];
  /** The constants in float32, in the order of `operators`. */
  readonly constants: Float32Array[];
}

/**
 * Shapes are left out where one of them is put together at run time: the converter does so where a constant does as well.
 */
export function described({ operators, outputs }: Graph): Description {
  const writers = new Map(operators.flatMap((one) => one.outputs.map((output) => [output, one] as const)));
  const numbers = new Map<Tensor, number>();
  const lines: string[] = [];
  const constants: Float32Array[] = [];
  const visit = (tensor: Tensor | undefined): string => {
    if (tensor === undefined) return "none";
    if (tensor.type === "INT32") return tensor.shape.length < 2 ? "integers" : String(tensor.data);
    if (tensor.data !== undefined) {
      if (tensor.data instanceof Float32Array) constants.push(tensor.data);
      return `constant ${tensor.shape.join("x")}`;
    }
    const writer = writers.get(tensor);
    if (writer === undefined) return tensor.name;
    const known = numbers.get(tensor);
    if (known !== undefined) return `#${known}`;
    const inputs = writer.inputs.map(visit);
    if (writer.op === "TRANSPOSE_CONV" && inputs[3] === "none") inputs.pop();
    numbers.set(tensor, lines.length);
    lines.push(`${writer.op} ${sizesOf(tensor).join("x")} (${inputs.join(", ")}) ${settings(writer)}`);
    return `#${numbers.get(tensor)}`;
  };
  for (const output of outputs) visit(output);
  return { operators: lines, constants };
}

/** Options but for those that every converter sets as it likes. */
function settings({ op, options }: Operator): string {
  if (options === undefined || op === "RESHAPE") return "";
  const kept = Object.entries(options).filter(([name]) => name !== "potScaleInt16" && name !== "newShape");
  return JSON.stringify(Object.fromEntries(kept));
}
