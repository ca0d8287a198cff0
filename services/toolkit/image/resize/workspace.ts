import { type Kernels, resizeKernels } from "./kernels/kernels.js";

const PAGE = 65536;
/** The loops may read or write so many bytes past the end of a region. */
export const SLACK = 128;

/** The memory of this thread's loops, divided into regions; the next call of `openWorkspace` divides it anew. */
export interface Workspace {
  readonly kernels: Kernels;
  /** Start of each region, in bytes; a multiple of 16. */
  readonly addresses: readonly number[];
  readonly bytes: Uint8Array;
  readonly ints: Int32Array;
  readonly floats: Float32Array;
}

/** @param lengths of the regions in bytes. What is in them is what was left there. */
export function openWorkspace(lengths: readonly number[]): Workspace {
  const kernels = resizeKernels();
  let end = 0;
  const addresses = lengths.map((length) => {
    const start = end;
    end = Math.ceil((start + length + SLACK) / 16) * 16;
    return start;
  });
  const missing = end - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE));
  const { buffer } = kernels.memory;
  return {
    kernels,
    addresses,
    bytes: new Uint8Array(buffer),
    ints: new Int32Array(buffer),
    floats: new Float32Array(buffer),
  };
}
