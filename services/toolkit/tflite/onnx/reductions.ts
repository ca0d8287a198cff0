import { axisIn } from "./layout.js";
import { inputOf, integersOf, optionsOf, outputOf } from "./operands.js";
import type { Translation } from "./translation.js";

interface Reduction {
  readonly opType: string;
  /** The operator for a reduction over height and width, which ONNX Runtime computes in any of its memory layouts. */
  readonly global?: string;
  /** Whether the axes are an input, as they are for ReduceSum, instead of an attribute. */
  readonly axesAsInput?: true;
}

export const mean = reduction({ opType: "ReduceMean", global: "GlobalAveragePool" });
export const maximum = reduction({ opType: "ReduceMax", global: "GlobalMaxPool" });
export const minimum = reduction({ opType: "ReduceMin" });
export const product = reduction({ opType: "ReduceProd" });
export const sum = reduction({ opType: "ReduceSum", axesAsInput: true });

function reduction({ opType, global, axesAsInput }: Reduction): Translation {
  return (operator, scope) => {
    const { keepDims } = optionsOf(operator, "ReducerOptions");
    const input = inputOf(operator, 0);
    const output = outputOf(operator);
    const rank = input.shape.length;
    const axes = [...new Set(integersOf(operator, 1).map((axis) => (axis < 0 ? axis + rank : axis)))].sort();
    if (global !== undefined && rank === 4 && axes.join() === "1,2") {
      const image = scope.read(input, "nchw");
      if (keepDims) return void scope.node(global, [image], scope.write(output, "nchw"));
      const pooled = scope.node(global, [image], scope.unique(`${output.name}:pooled`));
      return void scope.node("Flatten", [pooled], scope.write(output, "nhwc"));
    }
    const layout = keepDims ? scope.layoutOf(input) : "nhwc";
    const mapped = axes.map((axis) => axisIn(layout, axis, rank));
    const names = [scope.read(input, layout)];
    if (axesAsInput) names.push(scope.integers(`${output.name}:axes`, mapped));
    scope.node(opType, names, scope.write(output, layout), {
      keepdims: Number(keepDims),
      ...(axesAsInput ? {} : { axes: mapped }),
    });
  };
}
