import { type Code, f32, i32, v128 } from "../../../vector/assembler.js";

/** How vector loops read samples of one type; they may read up to eight bytes from an address. */
export interface Loads {
  /** Four neighbouring samples as floats. */
  readonly four: (address: Code) => Code;
  /** One sample in all lanes. */
  readonly one: (address: Code) => Code;
}

export const BYTES: Loads = {
  four: v128.loadBytes,
  one: (address) => v128.splat(f32.fromInt(i32.loadByte(address))),
};

export const FLOATS: Loads = { four: v128.load, one: v128.loadSplat };
