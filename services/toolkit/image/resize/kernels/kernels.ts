import { instantiate, type Memory } from "../../../vector/instantiate.js";
import { type Across, across, acrossGrey } from "./across.js";
import { type Between, between } from "./between.js";
import { type Down, down } from "./down.js";
import { BYTES, FLOATS } from "./loads.js";

/** The inner loops of resizing, four floats at a time. All addresses and steps are in bytes. */
export interface Kernels {
  readonly memory: Memory;
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

let kernels: Kernels | undefined;

/** @returns the loops, with a memory that belongs to this thread; made when first asked for. */
export function resizeKernels(): Kernels {
  kernels ??= instantiate<Kernels>([
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
  return kernels;
}
