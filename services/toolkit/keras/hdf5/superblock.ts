import type { ByteSource } from "./byte-source.js";
import { Cursor } from "./cursor.js";
import { damaged, unsupported } from "./hdf5-error.js";

/** The address of the root group's object header (HDF5 File Format Specification, II). */
export function rootAddress(source: ByteSource): number {
  const cursor = new Cursor(source.read(0, Math.min(96, source.length))).expect("\x89HDF\r\n\x1a\n");
  const version = cursor.uint(1);
  if (version > 3) throw unsupported(`superblock version ${version}`);
  if (version < 2) cursor.skip(4);
  const [offsetSize, lengthSize] = [cursor.uint(1), cursor.uint(1)];
  if (offsetSize !== 8 || lengthSize !== 8) throw unsupported(`addresses of ${offsetSize} bytes`);
  // Version 0: reserved, two sizes of nodes, flags; version 1: another size; from version 2: flags.
  cursor.skip(version === 0 ? 9 : version === 1 ? 13 : 1);
  if (cursor.long() !== 0) throw unsupported("a block in front of it");
  cursor.skip(8);
  const end = cursor.long();
  if (end > source.length) throw damaged(`it should have ${end} bytes and has ${source.length}`);
  // Before version 2: the driver's address and the root's name lie between.
  return (version < 2 ? cursor.skip(16) : cursor).long();
}
