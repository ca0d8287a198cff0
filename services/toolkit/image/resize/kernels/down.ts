import { i32, type Routine, repeatWhile, VECTOR, v128 } from "../../../vector/assembler.js";

/** A weighted sum of rows of floats, in blocks of `BLOCK` bytes. */
export type Down = (
  /** 32-bit addresses of the rows. */
  rows: number,
  /** As many floats. */
  weights: number,
  weightsEnd: number,
  target: number,
  length: number,
) => void;

const SUMS = ["first", "second", "third", "fourth"];
export const BLOCK = SUMS.length * VECTOR;

export function down(name: string): Routine {
  return {
    name,
    parameters: [
      ["rows", "i32"],
      ["weights", "i32"],
      ["weightsEnd", "i32"],
      ["target", "i32"],
      ["length", "i32"],
    ],
    locals: [
      ["at", "i32"],
      ["row", "i32"],
      ["rowAddress", "i32"],
      ["weightAddress", "i32"],
      ["weight", "v128"],
      ...SUMS.map((sum) => [sum, "v128"] as const),
    ],
    body: ({ get, set, advance }) => {
      const addRow = (sum: string, i: number) =>
        set(sum, v128.add(get(sum), v128.multiply(v128.load(get("row"), i * VECTOR), get("weight"))));
      return [
        repeatWhile(i32.lessThan(get("at"), get("length")), [
          set("rowAddress", get("rows")),
          set("weightAddress", get("weights")),
          ...SUMS.map((sum) => set(sum, v128.zero)),
          repeatWhile(i32.lessThan(get("weightAddress"), get("weightsEnd")), [
            set("row", i32.add(i32.load(get("rowAddress")), get("at"))),
            set("weight", v128.loadSplat(get("weightAddress"))),
            ...SUMS.map(addRow),
            advance("rowAddress", i32.const(4)),
            advance("weightAddress", i32.const(4)),
          ]),
          ...SUMS.map((sum, i) => v128.store(i32.add(get("target"), get("at")), get(sum), i * VECTOR)),
          advance("at", i32.const(BLOCK)),
        ]),
      ];
    },
  };
}
