import { closeSync, openSync, readSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { diskError } from "../disk-error.js";
import { TrackingError } from "../tracking-error.js";

/** Bytes read at once: large enough for a fast disk, small enough for many files at a time. */
const CHUNK = 2 * 1024 * 1024;
/**
 * Up to here a file is read in this thread, which costs less than to hand it over to another one, and goes in one piece
 * with the head of its request, which is less work for us and for the server.
 */
const ONE_PIECE = 256 * 1024;

export interface FilePart {
  readonly start: number;
  /** Bytes of the part. */
  readonly size: number;
}

export interface BodyOptions {
  /** All that the file has now, when absent. */
  readonly part?: FilePart | undefined;
  /** Told how many bytes have been read. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

export interface FileBody {
  readonly content: Buffer | Readable;
  /** Bytes: as many as that, though the file may grow while it is sent. */
  readonly size: number;
  /** To be called once the content has gone, or will not go. */
  close(): Promise<void>;
}

/** @returns what a request sends of a file. @throws TrackingError `disk`, as the content's error where that is a stream */
export async function fileBody(file: string, options: BodyOptions = {}): Promise<FileBody> {
  const { onProgress = () => undefined, part = { start: 0, size: sizeOf(file) } } = options;
  try {
    if (part.size > ONE_PIECE) {
      const handle = await open(file, "r");
      const content = Readable.from(chunksOf(handle, part, onProgress), { objectMode: false });
      return { content, size: part.size, close: () => handle.close() };
    }
    const content = readPart(file, part);
    onProgress(part.size);
    return { content, size: part.size, close: async () => undefined };
  } catch (error) {
    throw diskError(`${file} cannot be read`, error);
  }
}

/** @returns the bytes that a file has now. @throws TrackingError `disk` for what is no file, a pipe for one */
export function sizeOf(file: string): number {
  try {
    const status = statSync(file);
    if (status.isFile()) return status.size;
  } catch (error) {
    throw diskError(`${file} cannot be read`, error);
  }
  throw new TrackingError(`${file} is no file`, { code: "disk" });
}

function readPart(file: string, { start, size }: FilePart): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.allocUnsafe(size);
    for (let got = 0; got < size; ) {
      const bytes = readSync(descriptor, buffer, got, size - got, start + got);
      if (bytes === 0) throw shorter();
      got += bytes;
    }
    return buffer;
  } finally {
    closeSync(descriptor);
  }
}

async function* chunksOf(
  handle: FileHandle,
  { start, size }: FilePart,
  onProgress: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < size; ) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, size - sent));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start + sent);
    if (bytesRead === 0) throw shorter();
    yield buffer.subarray(0, bytesRead);
    sent += bytesRead;
    onProgress(sent);
  }
}

function shorter(): TrackingError {
  return new TrackingError("the file became shorter while it was sent", { code: "disk" });
}
