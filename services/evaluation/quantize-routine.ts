import { type Code, i32, type Routine, repeatWhile, VECTOR, v128 } from "../toolkit/vector/assembler.js";

/** clip(round_half_even(value / scale)) + zero point, in float32; writes 32-bit integers, four at a time. */
export type Quantize = (
  source: number,
  sourceEnd: number,
  target: number,
  scale: number,
  /** Bounds of what is rounded: those of the integer type less the zero point. */
  least: number,
  largest: number,
  zeroPoint: number,
) => void;

export function quantizeRoutine(name: string): Routine {
  return {
    name,
    parameters: [
      ["source", "i32"],
      ["sourceEnd", "i32"],
      ["target", "i32"],
      ["scale", "f32"],
      ["least", "f32"],
      ["largest", "f32"],
      ["zeroPoint", "i32"],
    ],
    locals: [
      ["scales", "v128"],
      ["lower", "v128"],
      ["upper", "v128"],
      ["zeros", "v128"],
    ],
    body: ({ get, set, advance }) => {
      const clipped = (value: Code) => v128.least(v128.greatest(value, get("lower")), get("upper"));
      const quotient = v128.divide(v128.load(get("source")), get("scales"));
      return [
        set("scales", v128.splat(get("scale"))),
        set("lower", v128.splat(get("least"))),
        set("upper", v128.splat(get("largest"))),
        set("zeros", v128.splatInt(get("zeroPoint"))),
        repeatWhile(i32.lessThan(get("source"), get("sourceEnd")), [
          v128.store(get("target"), v128.addInts(v128.toInts(v128.round(clipped(quotient))), get("zeros"))),
          advance("source", i32.const(VECTOR)),
          advance("target", i32.const(VECTOR)),
        ]),
      ];
    },
  };
}
