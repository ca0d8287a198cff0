import { type Code, f32, i32, type Routine, repeatWhile, v128 } from "../../../vector/assembler.js";
import type { Loads } from "./loads.js";

/** A weighted sum of neighbours along a row, for each pixel of a target row. */
export type Across = (
  source: number,
  /** 32-bit distances from `source` to each pixel's first neighbour. */
  starts: number,
  /** Float weights, `span` bytes for each pixel. */
  weights: number,
  span: number,
  target: number,
  targetEnd: number,
  /** From one pixel of the target to the next. */
  step: number,
  /** From one neighbour to the next; of grey ones, from one four of them to the next. */
  sourceStep: number,
) => void;

/** The weights of a pixel come in multiples of so many. */
export const COLOUR_GROUP = 2;
export const GREY_GROUP = 8;

interface Form {
  readonly load: (address: Code) => Code;
  readonly weight: (address: Code) => Code;
  readonly weightStep: number;
  readonly store: (address: Code, sum: Code) => Code;
}

/** An `Across` for three or four channels, a pixel a vector; writes four floats for each, whatever the step. */
export function across(name: string, { four }: Loads): Routine {
  return routine(name, { load: four, weight: v128.loadSplat, weightStep: 4, store: v128.store });
}

/** An `Across` for one channel, four neighbours a vector. */
export function acrossGrey(name: string, { four }: Loads): Routine {
  const store = (address: Code, sum: Code) =>
    f32.store(address, [0, 1, 2, 3].map((lane) => v128.lane(sum, lane)).reduce(f32.add));
  return routine(name, { load: four, weight: v128.load, weightStep: 16, store });
}

/** Two sums in turn: each addition waits for the one before. */
function routine(name: string, { load, weight, weightStep, store }: Form): Routine {
  return {
    name,
    parameters: [
      ["source", "i32"],
      ["starts", "i32"],
      ["weights", "i32"],
      ["span", "i32"],
      ["target", "i32"],
      ["targetEnd", "i32"],
      ["step", "i32"],
      ["sourceStep", "i32"],
    ],
    locals: [
      ["from", "i32"],
      ["last", "i32"],
      ["even", "v128"],
      ["odd", "v128"],
    ],
    body: ({ get, set, advance }) => {
      const addNeighbour = (sum: string) => [
        set(sum, v128.add(get(sum), v128.multiply(load(get("from")), weight(get("weights"))))),
        advance("from", get("sourceStep")),
        advance("weights", i32.const(weightStep)),
      ];
      return [
        repeatWhile(i32.lessThan(get("target"), get("targetEnd")), [
          set("from", i32.add(get("source"), i32.load(get("starts")))),
          set("last", i32.add(get("weights"), get("span"))),
          set("even", v128.zero),
          set("odd", v128.zero),
          repeatWhile(i32.lessThan(get("weights"), get("last")), [
            ...addNeighbour("even"),
            ...addNeighbour("odd"),
          ]),
          set("even", v128.add(get("even"), get("odd"))),
          store(get("target"), get("even")),
          advance("starts", i32.const(4)),
          advance("target", get("step")),
        ]),
      ];
    },
  };
}
