import type { TensorData } from "../toolkit/tflite/graph.js";
import type { TensorDetails } from "../toolkit/tflite/runtime/interpreter.js";
import { instantiate, type Memory } from "../toolkit/vector/instantiate.js";
import { openWorkspace } from "../toolkit/vector/workspace.js";
import { type Quantize, quantizeRoutine } from "./quantize-routine.js";

const FLOAT = 4;

/** An integer type's array and least and largest value. */
interface IntegerRange {
  readonly values: (length: number) => Int8Array | Uint8Array | Int16Array;
  readonly least: number;
  readonly largest: number;
}

const RANGES: ReadonlyMap<string, IntegerRange> = new Map([
  ["INT8", { values: (length: number) => new Int8Array(length), least: -128, largest: 127 }],
  ["UINT8", { values: (length: number) => new Uint8Array(length), least: 0, largest: 255 }],
  ["INT16", { values: (length: number) => new Int16Array(length), least: -32768, largest: 32767 }],
]);

/** How one scale and zero point read the integers of a tensor: value = scale · (q − zeroPoint). */
export interface IntegerCode extends IntegerRange {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** @returns the code of a tensor of integers, where it names none the integers themselves; undefined for others. */
export function integerCode({ type, quantization }: TensorDetails): IntegerCode | undefined {
  const range = RANGES.get(type);
  return (
    range && { ...range, scale: quantization?.scale[0] || 1, zeroPoint: quantization?.zeroPoint[0] ?? 0 }
  );
}

let loops: { readonly memory: Memory; readonly quantize: Quantize } | undefined;

/** @returns clip(round_half_even(value / scale) + zero point), the division in float32, as TensorFlow's callers do. */
export function quantized(values: Float32Array, code: IntegerCode): Int8Array | Uint8Array | Int16Array {
  const { scale, zeroPoint, least, largest } = code;
  const { length } = values;
  loops ??= instantiate([quantizeRoutine("quantize")]);
  const { addresses, floats, ints } = openWorkspace(loops.memory, [length * FLOAT, length * FLOAT]);
  const [from = 0, to = 0] = addresses;
  floats.set(values, from / FLOAT);
  loops.quantize(from, from + length * FLOAT, to, scale, least - zeroPoint, largest - zeroPoint, zeroPoint);
  const integers = code.values(length);
  integers.set(ints.subarray(to / FLOAT, to / FLOAT + length));
  return integers;
}

/** @returns scale · (q − zero point) in float32; the values themselves as float32 without a code. */
export function dequantized(values: TensorData, code: IntegerCode | undefined): Float32Array {
  if (values instanceof Float32Array) return values;
  const floats = new Float32Array(values.length);
  const { scale, zeroPoint } = code ?? { scale: 1, zeroPoint: 0 };
  for (let i = 0; i < values.length; i++) floats[i] = scale * (Number(values[i]) - zeroPoint);
  return floats;
}
