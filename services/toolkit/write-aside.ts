import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { ServiceError } from "./service/error.js";

/** Writes the bytes of a file aside, to the disk, then renames them in. @throws ServiceError `output_unwritable` */
export function writeAside(bytes: Uint8Array, path: string): number {
  const aside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeDurably(bytes, aside);
    renameSync(aside, path);
    return bytes.length;
  } catch (cause) {
    rmSync(aside, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("output_unwritable", `${path} cannot be written: ${reason}`, { path, cause });
  }
}

function writeDurably(bytes: Uint8Array, path: string): void {
  const descriptor = openSync(path, "w");
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
