import { makeNode } from "../../onnx/make-node.js";
import { writeActivated } from "./activation.js";
import { attributes } from "./attributes.js";
import { axisIn } from "./layout.js";
import { inputOf, integersOf, optionsOf, outputOf } from "./operands.js";
import type { Translation } from "./translation.js";
import { unsupported } from "./unsupported.js";

/** CONCATENATION: channels-first where one of the inputs is. */
export const concatenation: Translation = (operator, scope) => {
  const { axis } = optionsOf(operator, "ConcatenationOptions");
  const inputs = operator.inputs.map((_, index) => inputOf(operator, index));
  const layout = inputs.some((tensor) => scope.layoutOf(tensor) === "nchw") ? "nchw" : "nhwc";
  const names = inputs.map((tensor) => scope.read(tensor, layout));
  const position = axisIn(layout, axis, outputOf(operator).shape.length);
  writeActivated(operator, scope, layout, (result) =>
    scope.node("Concat", names, result, { axis: position }),
  );
};

/** SPLIT (inputs: axis, tensor) into equal parts. */
export const split: Translation = (operator, scope) => {
  const input = inputOf(operator, 1);
  const [axis = 0] = integersOf(operator, 0);
  const rank = input.shape.length;
  const layout = scope.layoutOf(input);
  const source = scope.read(input, layout);
  const names = operator.outputs.map((output) => scope.write(output, layout));
  scope.nodes.push(
    makeNode("Split", `${names[0]}:Split`, [source], names, attributes({ axis: axisIn(layout, axis, rank) })),
  );
};

/** UNPACK: each slice along an axis becomes a tensor without that axis. */
export const unpack: Translation = (operator, scope) => {
  const { axis } = optionsOf(operator, "UnpackOptions");
  const source = scope.read(inputOf(operator, 0), "nhwc");
  for (const [index, output] of operator.outputs.entries()) {
    const position = scope.constant(`${output.name}:position`, [], BigInt64Array.of(BigInt(index)));
    scope.node("Gather", [source, position], scope.write(output, "nhwc"), { axis });
  }
};

/** GATHER along an axis, without batch dimensions of its own. */
export const gather: Translation = (operator, scope) => {
  const { axis, batchDims } = optionsOf(operator, "GatherOptions");
  if (batchDims !== 0) throw unsupported(operator, `has batchDims ${batchDims}, which is not supported here`);
  const names = [scope.read(inputOf(operator, 0), "nhwc"), scope.read(inputOf(operator, 1), "nhwc")];
  scope.node("Gather", names, scope.write(outputOf(operator), "nhwc"), { axis });
};
