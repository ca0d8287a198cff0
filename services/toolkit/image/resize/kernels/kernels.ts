import { type Across, across, acrossGrey } from "./across.js";
import { assemble } from "./assembler.js";
import { type Between, between } from "./between.js";
import { type Down, down } from "./down.js";
import { BYTES, FLOATS } from "./loads.js";

/** The inner loops of resizing, four floats at a time. All addresses and steps are in bytes. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly acrossBytes: Across;
  readonly acrossFloats: Across;
  readonly acrossGreyBytes: Across;
  readonly acrossGreyFloats: Across;
  readonly betweenBytes: Between;
  readonly betweenFloats: Between;
  readonly betweenGreyBytes: Between;
  readonly betweenGreyFloats: Between;
  readonly down: Down;
}

/** Node's own; its type declarations have none of it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Kernels };
};

let kernels: Kernels | undefined;

/** @returns the loops, with a memory that belongs to this thread; made when first asked for. */
export function resizeKernels(): Kernels {
  kernels ??= new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports;
  return kernels;
}

function moduleBytes(): Uint8Array {
  return assemble([
    across("acrossBytes", BYTES),
    across("acrossFloats", FLOATS),
    acrossGrey("acrossGreyBytes", BYTES),
    acrossGrey("acrossGreyFloats", FLOATS),
    between("betweenBytes", BYTES.four),
    between("betweenFloats", FLOATS.four),
    between("betweenGreyBytes", BYTES.one),
    between("betweenGreyFloats", FLOATS.one),
    down("down"),
  ]);
}
