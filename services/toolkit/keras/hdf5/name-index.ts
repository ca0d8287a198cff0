import type { ByteSource } from "./byte-source.js";
import { Cursor, isSet } from "./cursor.js";
import { bytesFor } from "./fractal-heap.js";
import { damaged, unsupported } from "./hdf5-error.js";

/** The records of an index of links by their names: a hash, then the link's place in a heap. */
const LINK_NAMES = 5;
const HASH = 4;

/** A node begins with a signature, a version and a type, and ends with a checksum. */
const FRAME = 10;

/** Lists the places in the heap of all links of a large group (HDF5 File Format Specification, III.A.2). */
export function linkPlaces(source: ByteSource, address: number): Buffer[] {
  const cursor = new Cursor(source.read(address, 38)).expect("BTHD").skip(1);
  if (cursor.uint(1) !== LINK_NAMES) throw unsupported("groups in an order of their own");
  const nodeSize = cursor.uint(4);
  const recordSize = cursor.uint(2);
  const depth = cursor.uint(2);
  const root = cursor.skip(2).long();
  const count = cursor.uint(2);
  if (!isSet(root)) return [];
  if (recordSize <= HASH || nodeSize <= FRAME || depth > 8) throw damaged("an index of names");
  const levels = levelSizes(nodeSize, recordSize, depth);
  const places: Buffer[] = [];
  const visit = (at: number, records: number, level: number) => {
    const node = new Cursor(source.read(at, nodeSize)).expect(level === 0 ? "BTLF" : "BTIN").skip(2);
    for (let i = 0; i < records; i++) places.push(node.skip(HASH).take(recordSize - HASH));
    if (places.length > source.length / recordSize) throw damaged("an index of names goes on without end");
    const sizes = levels[level];
    if (level === 0 || sizes === undefined) return;
    for (let i = 0; i <= records; i++) {
      const child = node.long();
      const inChild = node.take(sizes.countBytes).readUIntLE(0, sizes.countBytes);
      visit(child, inChild, level - 1);
      node.skip(sizes.totalBytes);
    }
  };
  visit(root, count, depth);
  return places;
}

interface LevelSizes {
  /** Bytes of the number of records of a child, and of those of all below it. */
  readonly countBytes: number;
  readonly totalBytes: number;
}

/** How wide a node's numbers are follows from how many records its children can have at most. */
function levelSizes(nodeSize: number, recordSize: number, depth: number): (LevelSizes | undefined)[] {
  let most = Math.floor((nodeSize - FRAME) / recordSize);
  let mostBelow = most;
  const levels: (LevelSizes | undefined)[] = [undefined];
  for (let level = 1; level <= depth; level++) {
    const countBytes = bytesFor(most);
    const totalBytes = level > 1 ? bytesFor(mostBelow) : 0;
    const pointer = 8 + countBytes + totalBytes;
    most = Math.floor((nodeSize - FRAME - pointer) / (recordSize + pointer));
    mostBelow = (most + 1) * mostBelow + most;
    levels.push({ countBytes, totalBytes });
  }
  return levels;
}
