import { type Code, i32, type Routine, repeatWhile, v128 } from "../../../vector/assembler.js";

/** TensorFlow's bilinear lerps: first along the row above and the row below, then between the two. */
export type Between = (
  top: number,
  bottom: number,
  /** Pairs of 32-bit distances from a row's start to the left and the right neighbour, for each pixel. */
  neighbours: number,
  /** A float for each pixel: how far it is from the left neighbour. */
  fractions: number,
  /** How far the target row is from the row above: a value, not an address. */
  down: number,
  target: number,
  targetEnd: number,
  /** From one pixel of the target to the next; four floats are written for each, whatever it is. */
  step: number,
) => void;

/** @param load the samples of a pixel, or its only one */
export function between(name: string, load: (address: Code) => Code): Routine {
  return {
    name,
    parameters: [
      ["top", "i32"],
      ["bottom", "i32"],
      ["neighbours", "i32"],
      ["fractions", "i32"],
      ["down", "f32"],
      ["target", "i32"],
      ["targetEnd", "i32"],
      ["step", "i32"],
    ],
    locals: [
      ["left", "i32"],
      ["right", "i32"],
      ["along", "v128"],
      ["downwards", "v128"],
      ["upper", "v128"],
      ["lower", "v128"],
    ],
    body: ({ get, set, advance }) => {
      const lerp = (from: string, to: Code, share: string) =>
        set(from, v128.add(get(from), v128.multiply(v128.subtract(to, get(from)), get(share))));
      const pixel = (row: string, side: string) => load(i32.add(get(row), get(side)));
      return [
        set("downwards", v128.splat(get("down"))),
        repeatWhile(i32.lessThan(get("target"), get("targetEnd")), [
          set("left", i32.load(get("neighbours"))),
          set("right", i32.load(i32.add(get("neighbours"), i32.const(4)))),
          set("along", v128.loadSplat(get("fractions"))),
          set("upper", pixel("top", "left")),
          lerp("upper", pixel("top", "right"), "along"),
          set("lower", pixel("bottom", "left")),
          lerp("lower", pixel("bottom", "right"), "along"),
          lerp("upper", get("lower"), "downwards"),
          v128.store(get("target"), get("upper")),
          advance("neighbours", i32.const(8)),
          advance("fractions", i32.const(4)),
          advance("target", get("step")),
        ]),
      ];
    },
  };
}
