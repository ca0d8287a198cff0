import { crc32, inflateRawSync } from "node:zlib";
import { ServiceError } from "../../service/error.js";
import { packedBytes, type ZipEntry } from "./zip-directory.js";

const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks one file of a zip archive; a stored one is not copied.
 *
 * @param largest - bytes that it may have; more is refused before it is unpacked
 * @throws ServiceError `model_unreadable`
 */
export function unpack(archive: Buffer, entry: ZipEntry, largest: number): Buffer {
  const { name, method, encrypted, size } = entry;
  if (encrypted)
    throw unreadable(`its ${name} is encrypted`, "Unpack it with its password and pack it without one.");
  if (size > largest)
    throw unreadable(`its ${name} would have ${size} bytes unpacked; at most ${largest} are read`);
  if (method !== STORED && method !== DEFLATED)
    throw unreadable(`its ${name} is packed in a way that Keras does not use (method ${method})`);
  const packed = packedBytes(archive, entry);
  const bytes = method === STORED ? packed : inflate(packed, entry);
  if (bytes.length !== size || crc32(bytes) !== entry.checksum)
    throw unreadable(`its ${name} is damaged: its checksum does not fit`, "Copy it again.");
  return bytes;
}

function inflate(packed: Buffer, { name, size }: ZipEntry): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(`its ${name} cannot be unpacked (${reason})`, "Copy it again.");
  }
}

function unreadable(what: string, hint?: string): ServiceError {
  return new ServiceError("model_unreadable", what, hint === undefined ? {} : { hint });
}
