import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import { elementCount } from "../../toolkit/tensor/element-count.js";
import { CLIPPED, CLIPPING } from "./operators.js";
import type { Scope } from "./scope.js";
import { shapeOf } from "./shape-of.js";

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
export function fuse(operator: NodeProto, scope: Scope): Fusion {
  const { values } = scope;
  const absorbed: NodeProto[] = [];
  for (;;) {
    const output = (absorbed.at(-1) ?? operator).output[0] ?? "";
    const [next, another] = values.readers(output);
    if (next === undefined || another !== undefined || values.isOutput(output)) break;
    if (!absorbs({ operator, absorbed }, next, scope)) break;
    absorbed.push(next);
  }
  return { operator, absorbed };
}

function absorbs({ operator, absorbed }: Fusion, next: NodeProto, scope: Scope): boolean {
  const op = operator.opType;
  if (CLIPPING.has(next.opType)) return CLIPPED.has(op);
  if (next.opType === "MaxPool") return op === "Conv" && !absorbed.some(({ opType }) => opType === "MaxPool");
  if (absorbed.length > 0) return false;
  if (next.opType === "BatchNormalization") return FOLDS_NORMALIZATION.has(op);
  return op === "MatMul" && next.opType === "Add" && isDense(operator, next, scope);
}

/** Whether a product and a sum are a dense layer: constant weights, and a bias for each column of the result. */
function isDense(product: NodeProto, sum: NodeProto, { constants, shapes }: Scope): boolean {
  const columns = shapeOf(shapes, product.output[0] ?? "").at(-1);
  const bias = sum.input.find((name) => constants.has(name));
  if (bias === undefined || !constants.has(product.input[1] ?? "")) return false;
  return elementCount(shapeOf(shapes, bias)) === columns;
}
