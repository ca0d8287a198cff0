import type { Memory } from "./instantiate.js";

const PAGE = 65536;
/** The loops may read or write so many bytes past the end of a region. */
export const SLACK = 128;

/** The memory of loops, divided into regions; the next call of `openWorkspace` divides it anew. */
export interface Workspace {
  /** Start of each region, in bytes; a multiple of 16. */
  readonly addresses: readonly number[];
  readonly bytes: Uint8Array;
  readonly ints: Int32Array;
  readonly floats: Float32Array;
}

/** @param lengths of the regions in bytes. What is in them is what was left there. */
export function openWorkspace(memory: Memory, lengths: readonly number[]): Workspace {
  let end = 0;
  const addresses = lengths.map((length) => {
    const start = end;
    end = Math.ceil((start + length + SLACK) / 16) * 16;
    return start;
  });
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const { buffer } = memory;
  return {
    addresses,
    bytes: new Uint8Array(buffer),
    ints: new Int32Array(buffer),
    floats: new Float32Array(buffer),
  };
}
