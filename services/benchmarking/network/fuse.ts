import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Constants } from "./constants.js";
import { CLIPPED, CLIPPING } from "./operators.js";
import type { Values } from "./values.js";

/** Operators that run as one kernel. */
export interface Fusion {
  readonly operator: NodeProto;
  /** What is done to its result before that is stored, in this order. */
  readonly absorbed: readonly NodeProto[];
}

const FOLDS_NORMALIZATION: ReadonlySet<string> = new Set(["Conv", "ConvTranspose", "Gemm"]);

/**
 * An operator with what runs in the same kernel: a batch normalization folded into the convolution before it, a bias
 * added to a product, clipping, and a pool that takes a convolution's rows as they come. Quantize/dequantize pairs in
 * between do not separate them.
 */
export function fuse(operator: NodeProto, values: Values, constants: Constants): Fusion {
  const absorbed: NodeProto[] = [];
  for (;;) {
    const output = (absorbed.at(-1) ?? operator).output[0] ?? "";
    const [next, another] = values.readers(output);
    if (next === undefined || another !== undefined || values.isOutput(output)) break;
    if (!absorbs({ operator, absorbed }, next, constants)) break;
    absorbed.push(next);
  }
  return { operator, absorbed };
}

function absorbs({ operator, absorbed }: Fusion, next: NodeProto, constants: Constants): boolean {
  const op = operator.opType;
  if (CLIPPING.has(next.opType)) return CLIPPED.has(op);
  if (next.opType === "MaxPool") return op === "Conv" && !absorbed.some(({ opType }) => opType === "MaxPool");
  if (absorbed.length > 0) return false;
  if (next.opType === "BatchNormalization") return FOLDS_NORMALIZATION.has(op);
  return op === "MatMul" && next.opType === "Add" && next.input.some((name) => constants.has(name));
}
