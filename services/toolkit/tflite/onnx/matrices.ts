import { writeActivated } from "./activation.js";
import { inputOf, optionsOf, outputOf, requireRank, sizeOf } from "./operands.js";
import { reshapeTo, targetSizes } from "./reshapes.js";
import type { Translation } from "./translation.js";

/** FULLY_CONNECTED: the input as rows of as many values as the weights [outputs, inputs] take. */
export const fullyConnected: Translation = (operator, scope) => {
  const input = inputOf(operator, 0);
  const weights = inputOf(operator, 1);
  const bias = operator.inputs[2];
  const output = outputOf(operator);
  requireRank(operator, weights, 2);
  const rows = [-1, sizeOf(weights, 1)];
  const [, length, ...more] = input.signature ?? input.shape;
  const isRows = length === rows[1] && more.length === 0;
  const source = scope.read(input, "nhwc");
  const names = [
    isRows ? source : reshapeTo(scope, source, rows, scope.unique(`${output.name}:rows`)),
    scope.read(weights, "nhwc"),
    ...(bias === undefined ? [] : [scope.read(bias, "nhwc")]),
  ];
  writeActivated(operator, scope, "nhwc", (result) => {
    if (output.shape.length === 2) return void scope.node("Gemm", names, result, { transB: 1 });
    const product = scope.node("Gemm", names, scope.unique(`${output.name}:product`), { transB: 1 });
    reshapeTo(scope, product, targetSizes(operator, output), result);
  });
};

/** BATCH_MATMUL, whose operands may each be transposed. */
export const batchMatrixProduct: Translation = (operator, scope) => {
  const { adjX, adjY } = optionsOf(operator, "BatchMatMulOptions");
  const operand = (index: number, isTransposed: boolean) => {
    const tensor = inputOf(operator, index);
    const name = scope.read(tensor, "nhwc");
    if (!isTransposed) return name;
    const last = tensor.shape.length - 1;
    const perm = tensor.shape.map((_, axis) => (axis < last - 1 ? axis : last + last - 1 - axis));
    return scope.node("Transpose", [name], scope.unique(`${tensor.name}:transposed`), { perm });
  };
  const names = [operand(0, adjX), operand(1, adjY)];
  scope.node("MatMul", names, scope.write(outputOf(operator), "nhwc"));
};

/** SOFTMAX and LOG_SOFTMAX are over the last axis. */
export function softmax(opType: "Softmax" | "LogSoftmax"): Translation {
  return (operator, scope) => {
    const input = inputOf(operator, 0);
    const layout = scope.layoutOf(input);
    const output = outputOf(operator);
    const beta = opType === "Softmax" ? optionsOf(operator, "SoftmaxOptions").beta : 1;
    const source = scope.read(input, layout);
    const scaled =
      beta === 1
        ? source
        : scope.node("Mul", [source, scope.scalar(beta)], scope.unique(`${output.name}:scaled`));
    scope.node(opType, [scaled], scope.write(output, layout), { axis: layout === "nchw" ? 1 : -1 });
  };
}
