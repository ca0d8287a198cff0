import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { TrackingError } from "../tracking-error.js";

/** Bytes read at once: large enough for a fast disk, small enough for many files at a time. */
const CHUNK = 2 * 1024 * 1024;
/** Up to here a file goes in one piece with the head of its request, which is less work for us and for the server. */
const ONE_PIECE = 256 * 1024;

export interface OpenFile {
  readonly handle: FileHandle;
  /** Bytes that it has now. */
  readonly size: number;
}

export interface FilePart {
  readonly start: number;
  /** Bytes of the part. */
  readonly size: number;
}

/** @returns an open file. @throws TrackingError `disk` */
export async function openForReading(file: string): Promise<OpenFile> {
  try {
    const handle = await open(file, "r");
    const status = await handle.stat();
    if (status.isFile()) return { handle, size: status.size };
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
export async function fileBody(
  handle: FileHandle,
  part: FilePart,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<Buffer | Readable> {
  const chunks = chunksOf(handle, part, onProgress);
  if (part.size > ONE_PIECE) return Readable.from(chunks, { objectMode: false });
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
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
