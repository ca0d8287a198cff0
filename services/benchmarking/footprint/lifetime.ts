import type { Buffer, Kernel, Network } from "../kernel.js";

/**
 * Bytes of activations that live while each kernel runs: what it reads, what it writes, and what waits for a later
 * kernel. The network's inputs and outputs are among them; inputs exist from the start until they are last read. An
 * element-wise kernel writes over an input of as many elements that dies there. Scratch memory of kernels and gaps
 * between buffers are left out.
 *
 * @returns one number a kernel, in the order of the kernels; the largest is the network's activation RAM.
 */
export function liveBytes(network: Network): readonly number[] {
  const lastUse = lastUses(network);
  const live = new Set(network.inputs);
  return network.kernels.map((kernel, at) => {
    for (const output of kernel.outputs) live.add(output);
    const bytes = sum(live) - savedInPlace(kernel, (buffer) => lastUse.get(buffer) === at);
    for (const buffer of live) if ((lastUse.get(buffer) ?? at) <= at) live.delete(buffer);
    return bytes;
  });
}

/** Buffer → index of the last kernel that reads it; past the end for what the caller reads. */
function lastUses({ kernels, outputs }: Network): Map<Buffer, number> {
  const lastUse = new Map<Buffer, number>();
  for (const [at, { inputs }] of kernels.entries()) for (const buffer of inputs) lastUse.set(buffer, at);
  for (const buffer of outputs) lastUse.set(buffer, kernels.length);
  return lastUse;
}

function savedInPlace(kernel: Kernel, diesHere: (buffer: Buffer) => boolean): number {
  const [output] = kernel.outputs;
  if (!kernel.inPlace || output === undefined) return 0;
  const reusable = kernel.inputs.filter((input) => input.elements === output.elements && diesHere(input));
  return Math.max(0, ...reusable.map(({ bytes }) => Math.min(bytes, output.bytes)));
}

function sum(buffers: Iterable<Buffer>): number {
  let bytes = 0;
  for (const buffer of buffers) bytes += buffer.bytes;
  return bytes;
}
