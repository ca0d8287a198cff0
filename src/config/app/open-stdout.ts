import { writeSync } from "node:fs";
import { outlive } from "./outlive.js";
import type { TextSink } from "./world.js";

const STDOUT = 1;

/**
 * @returns the process's stdout. Node's stream for it, which takes longer to open than a completion may last, takes
 * over where the other end is not ready.
 */
export function openStdout(): TextSink {
  let stream: NodeJS.WriteStream | undefined;
  return {
    write: (text: string) => {
      const bytes = Buffer.from(text);
      const written = stream === undefined ? writeNow(bytes) : 0;
      if (written === bytes.length) return;
      stream ??= outlive(process.stdout);
      stream.write(bytes.subarray(written));
    },
  };
}

/** @returns how many bytes were written. */
function writeNow(bytes: Uint8Array): number {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(STDOUT, bytes, written);
  } catch {
    // The stream takes what is left, or tells what is wrong.
  }
  return written;
}
