import { TensorProto_DataType as DataType } from "../../onnx/onnx_pb.js";
import { clip } from "./activation.js";
import { type Attributes, float } from "./attributes.js";
import { inputOf, optionsOf, outputOf } from "./operands.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";

/** @returns the translation of a function of each element, to the ONNX operator of that type. */
export function unary(opType: string, values: Attributes = {}): Translation {
  return elementwise((scope, input, output) => scope.node(opType, [input], output, values));
}

/** @returns the translation of a function that keeps values within a range. */
export function clipped(min: number, max: number): Translation {
  return elementwise((scope, input, output) => clip(scope, { input, min, max }, output));
}

export const leakyRelu: Translation = (operator, scope) => {
  const { alpha } = optionsOf(operator, "LeakyReluOptions");
  unary("LeakyRelu", { alpha: float(alpha) })(operator, scope);
};

/** CAST of what a comparison gives, to 0 and 1. */
export const cast = unary("Cast", { to: DataType.FLOAT });

/** Of any value, infinite ones too. */
export const zerosLike = elementwise((scope, input, output) => {
  const never = scope.node("Greater", [input, input], scope.unique(`${output}:never`));
  scope.node("Cast", [never], output, { to: DataType.FLOAT });
});

export const square = elementwise((scope, input, output) => scope.node("Mul", [input, input], output));

export const reciprocalRoot = elementwise((scope, input, output) => {
  const root = scope.node("Sqrt", [input], scope.unique(`${output}:root`));
  scope.node("Reciprocal", [root], output);
});

/** x · Φ(x), with the error function or with the approximation by tanh. */
export const gelu: Translation = (operator, scope) => {
  const { approximate } = optionsOf(operator, "GeluOptions");
  const curve = approximate ? tanhCurve : errorCurve;
  elementwise((inner, input, output) => {
    const shifted = step(inner, "Add", curve(inner, input, output), 1, `${output}:shifted`);
    const half = step(inner, "Mul", input, 0.5, `${output}:half`);
    inner.node("Mul", [half, shifted], output);
  })(operator, scope);
};

function errorCurve(scope: Scope, input: string, output: string): string {
  const scaled = step(scope, "Mul", input, Math.SQRT1_2, `${output}:scaled`);
  return scope.node("Erf", [scaled], scope.unique(`${output}:curve`));
}

/** tanh(√(2/π) · (x + 0.044715 x³)), from Hendrycks and Gimpel, "Gaussian Error Linear Units". */
function tanhCurve(scope: Scope, input: string, output: string): string {
  const squared = scope.node("Mul", [input, input], scope.unique(`${output}:squared`));
  const weighted = step(scope, "Mul", squared, 0.044715, `${output}:weighted`);
  const factor = step(scope, "Add", weighted, 1, `${output}:factor`);
  const cubic = scope.node("Mul", [input, factor], scope.unique(`${output}:cubic`));
  const scaled = step(scope, "Mul", cubic, Math.sqrt(2 / Math.PI), `${output}:scaled`);
  return scope.node("Tanh", [scaled], scope.unique(`${output}:curve`));
}

function step(scope: Scope, opType: "Add" | "Mul", input: string, value: number, name: string): string {
  return scope.node(opType, [input, scope.scalar(value)], scope.unique(name));
}

/** An element-wise function leaves the layout as it is. */
function elementwise(write: (scope: Scope, input: string, output: string) => void): Translation {
  return (operator, scope) => {
    const input = inputOf(operator, 0);
    const layout = scope.layoutOf(input);
    write(scope, scope.read(input, layout), scope.write(outputOf(operator), layout));
  };
}
