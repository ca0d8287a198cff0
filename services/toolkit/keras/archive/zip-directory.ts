import { ServiceError } from "../../service/error.js";

/** One file of a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored as it is, 8: deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  /** CRC-32 of the unpacked bytes. */
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;

/**
 * Lists a zip archive by its central directory (APPNOTE.TXT 4.3.12).
 *
 * @throws ServiceError `model_unreadable` for an archive without one: cut short, or of more than 4 GiB
 */
export function zipDirectory(archive: Buffer): ZipEntry[] {
  const end = findEnd(archive);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > end || archive.readUInt32LE(at) !== CENTRAL) throw damaged();
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place));
    entries.push({
      name: archive.toString("utf8", at + 46, at + 46 + (nameLength ?? 0)),
      method: archive.readUInt16LE(at + 10),
      encrypted: (archive.readUInt16LE(at + 8) & 1) === 1,
      checksum: archive.readUInt32LE(at + 16),
      packedSize: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

/** @returns the packed bytes of an entry, not copied. @throws ServiceError `model_unreadable` */
export function packedBytes(archive: Buffer, { offset, packedSize }: ZipEntry): Buffer {
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== LOCAL) throw damaged();
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  if (start + packedSize > archive.length) throw damaged();
  return archive.subarray(start, start + packedSize);
}

function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = archive.length - END_LENGTH; at >= first; at--)
    if (archive.readUInt32LE(at) === END) return at;
  throw damaged();
}

function damaged(): ServiceError {
  return new ServiceError("model_unreadable", "it is a zip archive that is cut short or damaged", {
    hint: "Copy it again.",
  });
}
