import { assemble, type Routine } from "./assembler.js";

/** What loops read and write; it grows, never shrinks. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Node's own; its type declarations have none of it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/**
 * Compiles routines, with a memory that belongs to this thread.
 * @returns a function by the name of each routine, and `memory`: what the type of the exports must say.
 */
export function instantiate<Exports extends { readonly memory: Memory }>(
  routines: readonly Routine[],
): Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(assemble(routines))).exports as Exports;
}
