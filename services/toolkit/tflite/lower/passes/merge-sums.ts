import { isPlain } from "./fused-activation.js";
import { changed, isFloatConstant, type Pattern } from "./pattern.js";

/** (x + a) + b of constants a and b is x + (a + b). */
export const mergeSums: Pattern = (operator, editor, scope) => {
  if (operator.op !== "ADD") return false;
  const [sum, second] = operator.inputs;
  const inner = editor.soleProducerOf(sum);
  const [input, first] = inner?.inputs ?? [];
  if (inner?.op !== "ADD" || !isPlain(inner) || input === undefined) return false;
  if (!isFloatConstant(first) || !isFloatConstant(second)) return false;
  const longer = first.data.length >= second.data.length ? first : second;
  const shorter = longer === first ? second : first;
  if (shorter.data.length !== 1 && shorter.data.length !== longer.data.length) return false;
  const data = longer.data.map((value, i) => value + (shorter.data[shorter.data.length === 1 ? 0 : i] ?? 0));
  editor.replace(operator, { ...operator, inputs: [input, changed(longer, data, scope)] });
  return true;
};
