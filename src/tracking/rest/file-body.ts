import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { TrackingError } from "../tracking-error.js";

/** Bytes read at once: large enough for a fast disk, small enough for many files at a time. */
const CHUNK = 2 * 1024 * 1024;

export interface FilePart {
  readonly start: number;
  /** Bytes of the part. */
  readonly size: number;
}

/** @returns an open file. @throws TrackingError `disk` */
export async function openForReading(file: string): Promise<FileHandle> {
  try {
    const handle = await open(file, "r");
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrackingError(`${file} cannot be read: ${reason}`, { code: "disk", cause: error });
  }
  throw new TrackingError(`${file} is no file`, { code: "disk" });
}

/**
 * @returns a request's body: exactly that part of the file, though the file may grow while it is sent; a file that
 * shrinks ends the request with an error
 */
export function fileBody(
  handle: FileHandle,
  part: FilePart,
  onProgress: (bytes: number) => void = () => undefined,
): string | Readable {
  return part.size === 0 ? "" : Readable.from(chunksOf(handle, part, onProgress), { objectMode: false });
}

async function* chunksOf(
  handle: FileHandle,
  { start, size }: FilePart,
  onProgress: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < size; ) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, size - sent));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start + sent);
    if (bytesRead === 0)
      throw new TrackingError("the file became shorter while it was sent", { code: "disk" });
    yield buffer.subarray(0, bytesRead);
    sent += bytesRead;
    onProgress(sent);
  }
}
