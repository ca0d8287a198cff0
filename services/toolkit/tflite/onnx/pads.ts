import type { Operator } from "../graph.js";
import { MIRROR_PAD } from "../schema/enumerations.js";
import { inOrderOf } from "./layout.js";
import { floatsOf, inputOf, integersOf, optionsOf, outputOf } from "./operands.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";
import { unsupported } from "./unsupported.js";

/**
 * The least normal float stands for 0 before a maximum pool: ONNX Runtime folds a padding with 0 into the pool, whose
 * own padding counts for nothing.
 */
const NEARLY_ZERO = 2 ** -126;

/** PAD with zeros. */
export const pad: Translation = (operator, scope) => {
  const isMaxPooled = scope.isMaxPooled(outputOf(operator));
  writePad(operator, scope, isMaxPooled ? [scope.scalar(NEARLY_ZERO)] : []);
};

/** PADV2 with a value of its own. */
export const padWithValue: Translation = (operator, scope) => {
  const [value = 0] = floatsOf(operator, 2);
  writePad(operator, scope, [scope.scalar(value)]);
};

/** MIRROR_PAD that does not repeat the border. */
export const mirrorPad: Translation = (operator, scope) => {
  const { mode } = optionsOf(operator, "MirrorPadOptions");
  if (mode !== MIRROR_PAD.REFLECT)
    throw unsupported(operator, "repeats the border, which is not supported here");
  writePad(operator, scope, [], "reflect");
};

function writePad(operator: Operator, scope: Scope, value: readonly string[], mode = "constant"): void {
  const input = inputOf(operator, 0);
  const output = outputOf(operator);
  const layout = scope.layoutOf(input);
  const amounts = integersOf(operator, 1);
  const side = (offset: number) =>
    inOrderOf(
      layout,
      input.shape.map((_, axis) => amounts[2 * axis + offset] ?? 0),
    );
  const pads = scope.integers(`${output.name}:pads`, [...side(0), ...side(1)]);
  const source = scope.read(input, layout);
  scope.node("Pad", [source, pads, ...value], scope.write(output, layout), { mode });
}
