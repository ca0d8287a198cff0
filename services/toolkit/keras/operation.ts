/**
 * A function called on tensors, as Keras 2 records it (`TFOpLambda`, `SlicingOpLambda`: `tf.nn.relu6(x)`) and Keras 3
 * (`Operation`: `keras.ops.relu6(x)`).
 */
export interface Operation {
  /** Keras 2: the name below `tf.` (`nn.relu6`, `math.multiply`, `__operators__.add`); Keras 3: the class, `Relu6`, `Add`. */
  readonly function: string;
  /** In order; Keras 2 gives the first argument only, the others are in `kwargs`. */
  readonly args: readonly OperationArgument[];
  /** By name; in Keras 3 the settings of the operation too (`axis`, `keepdims`), however they were given. */
  readonly kwargs: ReadonlyMap<string, OperationArgument>;
}

/** `input` is an index into the inputs of the call; a list appears only where it holds a tensor. */
export type OperationArgument =
  | { readonly kind: "tensor"; readonly input: number }
  | { readonly kind: "list"; readonly items: readonly OperationArgument[] }
  | { readonly kind: "constant"; readonly value: Json };

/** A NumPy array is a nested list of numbers, a slice `{ start, stop, step }`, an ellipsis the text `Ellipsis`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
