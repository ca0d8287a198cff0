import type { Operator, Tensor, TensorData } from "../../graph.js";
import type { Scope } from "../scope.js";
import type { GraphEditor } from "./graph-editor.js";

/**
 * Looks at one operator, and rewrites it with what makes its inputs where they fit.
 *
 * @returns whether it has changed the graph
 */
export type Pattern = (operator: Operator, editor: GraphEditor, scope: Scope) => boolean;

/** A tensor whose value is known, in float32. */
export type FloatConstant = Tensor & { readonly data: Float32Array };

export function isFloatConstant(tensor: Tensor | undefined): tensor is FloatConstant {
  return tensor?.data instanceof Float32Array;
}

/** A constant with another value, named after the one whose place it takes. */
export function changed(
  tensor: Tensor,
  data: Float32Array,
  scope: Scope,
  shape: readonly number[] = tensor.shape,
): Tensor {
  const made = scope.named(tensor.name, shape);
  made.data = data satisfies TensorData;
  return made;
}
