import type { ByteSource } from "./byte-source.js";
import { Cursor, isSet } from "./cursor.js";
import { damaged, unsupported } from "./hdf5-error.js";

/** A heap of small objects in blocks that double in size (HDF5 File Format Specification, III.G). */
export interface FractalHeap {
  /** @param id - as an index of the heap keeps it; the object lies in one of the heap's blocks */
  object(id: Buffer): Buffer;
}

interface Block {
  /** Of its first byte, in the heap's own count. */
  readonly start: number;
  readonly size: number;
  readonly address: number;
}

export function fractalHeap(source: ByteSource, address: number): FractalHeap {
  const cursor = new Cursor(source.read(address, Math.min(160, source.length - address)))
    .expect("FRHP")
    .skip(3);
  if (cursor.uint(2) !== 0) throw unsupported("compressed heaps");
  const longestObject = cursor.skip(1).uint(4);
  const width = cursor.skip(12 * 8).uint(2);
  const startSize = cursor.long();
  const largest = cursor.long();
  const heapBits = cursor.uint(2);
  const root = cursor.skip(2).long();
  const rows = cursor.uint(2);
  const offsetBytes = Math.ceil(heapBits / 8);
  const lengthBytes = bytesFor(Math.min(largest, longestObject));
  const blocks =
    rows === 0
      ? [{ start: 0, size: startSize, address: root }]
      : indirectBlocks(source, root, { width, startSize, largest, rows, offsetBytes });
  return {
    object(id) {
      const [kind = 0] = id;
      if ((kind & 0x30) !== 0) throw unsupported("large objects in a heap");
      const place = new Cursor(id, 1);
      const offset = place.take(offsetBytes).readUIntLE(0, Math.min(6, offsetBytes));
      const length = place.take(lengthBytes).readUIntLE(0, lengthBytes);
      const block = blocks.find(({ start, size }) => offset >= start && offset + length <= start + size);
      if (block === undefined) throw damaged("an object outside its heap");
      return source.read(block.address + offset - block.start, length);
    },
  };
}

interface Table {
  readonly width: number;
  readonly startSize: number;
  readonly largest: number;
  readonly rows: number;
  readonly offsetBytes: number;
}

/** Each row has `width` blocks; the first two rows have blocks of the starting size, each further one twice as large. */
function indirectBlocks(source: ByteSource, address: number, table: Table): Block[] {
  const { width, startSize, largest, rows, offsetBytes } = table;
  const directRows = Math.log2(largest / startSize) + 2;
  if (rows > directRows) throw unsupported("a heap of more than some hundred kilobytes");
  const header = 4 + 1 + 8 + offsetBytes;
  const cursor = new Cursor(source.read(address, header + rows * width * 8)).expect("FHIB").skip(header - 4);
  const blocks: Block[] = [];
  let start = 0;
  for (let row = 0; row < rows; row++) {
    const size = startSize * 2 ** Math.max(0, row - 1);
    for (let column = 0; column < width; column++, start += size) {
      const child = cursor.long();
      if (isSet(child)) blocks.push({ start, size, address: child });
    }
  }
  return blocks;
}

/** @returns how many bytes hold a number up to a limit */
export function bytesFor(limit: number): number {
  return Math.max(1, Math.ceil(Math.log2(limit + 1) / 8));
}
