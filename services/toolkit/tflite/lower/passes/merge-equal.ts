import type { Operator, Tensor } from "../../graph.js";
import type { GraphEditor } from "./graph-editor.js";

/** Makes one of constants of equal value, and of operators of equal inputs and options. */
export function mergeEqual(editor: GraphEditor): void {
  const constants = new Map<string, Tensor[]>();
  const seen = new Map<string, Operator>();
  const numbers = new Map<Tensor, number>();
  const numberOf = (tensor: Tensor | undefined) => {
    if (tensor === undefined) return -1;
    const number = numbers.get(tensor) ?? numbers.size;
    numbers.set(tensor, number);
    return number;
  };
  for (const operator of editor.operators) {
    const inputs = operator.inputs.map((input) => input && original(input, constants));
    const merged = { ...operator, inputs };
    if (inputs.some((input, i) => input !== operator.inputs[i])) editor.replace(operator, merged);
  }
  for (let place = 0; place < editor.places; place++) {
    const operator = editor.at(place);
    if (operator === undefined) continue;
    const key = JSON.stringify([operator.op, operator.inputs.map(numberOf), operator.options]);
    const first = seen.get(key);
    const [output] = first?.outputs ?? [];
    if (output === undefined) seen.set(key, operator);
    else if (operator.outputs.length === 1) editor.bypass(operator, output);
  }
}

/** The first constant that equals a tensor, or itself. */
function original(tensor: Tensor, constants: Map<string, Tensor[]>): Tensor {
  if (tensor.data === undefined) return tensor;
  const key = `${tensor.type} ${tensor.shape.join("x")} ${tensor.data[0]} ${tensor.data.at(-1)}`;
  const alike = constants.get(key);
  if (alike === undefined) {
    constants.set(key, [tensor]);
    return tensor;
  }
  const equal = alike.find((one) => one === tensor || haveEqualBytes(one, tensor));
  if (equal === undefined) alike.push(tensor);
  return equal ?? tensor;
}

function haveEqualBytes({ data: a }: Tensor, { data: b }: Tensor): boolean {
  if (a === undefined || b === undefined || a.byteLength !== b.byteLength) return false;
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf(data: NonNullable<Tensor["data"]>): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
