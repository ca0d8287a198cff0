import { inflateSync } from "node:zlib";
import { elementCount } from "../../tensor/element-count.js";
import type { ByteSource } from "./byte-source.js";
import { Cursor } from "./cursor.js";
import { damaged, unsupported } from "./hdf5-error.js";
import { MESSAGE, type Message } from "./object-header.js";

const DEFLATE = 1;
const SHUFFLE = 2;
const FLETCHER = 3;

/** Deflate makes nothing smaller than to 1/1032. */
const LARGEST_GROWTH = 1032;

interface Pieces {
  /** Behind the kind of layout: rank, address of the tree, shape of a piece and the size of an element. */
  readonly cursor: Cursor;
  readonly shape: readonly number[];
  readonly size: number;
}

/** Reads a data set that is kept in pieces, possibly compressed by gzip (Specification, III.A.1 and IV.A.2.i, l). */
export function readChunks(source: ByteSource, messages: readonly Message[], pieces: Pieces): ArrayBuffer {
  const { cursor, shape, size } = pieces;
  const rank = cursor.uint(1) - 1;
  const tree = cursor.long();
  const chunk = Array.from({ length: rank }, () => cursor.uint(4));
  const total = elementCount(shape) * size;
  const chunkBytes = elementCount(chunk) * size;
  const limit = source.length * LARGEST_GROWTH;
  if (rank !== shape.length || total > limit || chunkBytes > limit || chunkBytes === 0)
    throw damaged("a data set is larger than the file can hold");
  const filters = readFilters(messages);
  const result = new Uint8Array(total);
  for (const { at, address, length } of chunkPlaces(source, tree, rank)) {
    const bytes = unfiltered(source.read(address, length), filters, { size, chunkBytes });
    copyChunk(bytes, result, { at, chunk, shape, size });
  }
  return result.buffer;
}

function readFilters(messages: readonly Message[]): number[] {
  const body = messages.find(({ type }) => type === MESSAGE.filters)?.body;
  if (body === undefined) return [];
  const cursor = new Cursor(body);
  const version = cursor.uint(1);
  const count = cursor.uint(1);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.uint(2);
    const nameLength = version === 1 || id >= 256 ? cursor.uint(2) : 0;
    const values = cursor.skip(2).uint(2);
    cursor.skip(nameLength + values * 4 + (version === 1 && values % 2 === 1 ? 4 : 0));
    if (id !== DEFLATE && id !== SHUFFLE && id !== FLETCHER) throw unsupported(`compression number ${id}`);
    return id;
  });
}

interface ChunkPlace {
  readonly at: readonly number[];
  readonly address: number;
  readonly length: number;
}

function chunkPlaces(source: ByteSource, tree: number, rank: number): ChunkPlace[] {
  const places: ChunkPlace[] = [];
  const waiting = [tree];
  const seen = new Set<number>();
  const entry = 8 + 8 * (rank + 1) + 8;
  for (const node of waiting) {
    if (seen.has(node)) throw damaged("a data set's pieces contain themselves");
    seen.add(node);
    const head = new Cursor(source.read(node, 24)).expect("TREE").skip(1);
    const [level, count] = [head.uint(1), head.uint(2)];
    const cursor = new Cursor(source.read(node + 24, count * entry));
    for (let i = 0; i < count; i++) {
      const length = cursor.uint(4);
      if (cursor.uint(4) !== 0) throw unsupported("pieces that are compressed in different ways");
      const at = Array.from({ length: rank }, () => cursor.long());
      const address = cursor.skip(8).long();
      if (level === 0) places.push({ at, address, length });
      else waiting.push(address);
    }
  }
  return places;
}

function unfiltered(
  packed: Buffer,
  filters: readonly number[],
  { size, chunkBytes }: { size: number; chunkBytes: number },
): Uint8Array {
  let bytes: Uint8Array = packed;
  for (const filter of filters.toReversed()) {
    if (filter === DEFLATE) bytes = inflate(bytes, chunkBytes + 4);
    if (filter === SHUFFLE) bytes = unshuffled(bytes, size);
    if (filter === FLETCHER) bytes = bytes.subarray(0, -4);
  }
  if (bytes.length !== chunkBytes) throw damaged("a piece of a data set has the wrong size");
  return bytes;
}

function inflate(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength });
  } catch {
    throw damaged("a compressed piece of a data set");
  }
}

/** Takes apart: first bytes of all elements, then all second bytes, … */
function unshuffled(bytes: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(bytes.length / size);
  const result = Uint8Array.from(bytes);
  for (let byte = 0; byte < size; byte++)
    for (let i = 0; i < count; i++) result[i * size + byte] = bytes[byte * count + i] ?? 0;
  return result;
}

/** Pieces at the edge reach beyond the data set. */
function copyChunk(
  bytes: Uint8Array,
  result: Uint8Array,
  {
    at,
    chunk,
    shape,
    size,
  }: { at: readonly number[]; chunk: readonly number[]; shape: readonly number[]; size: number },
): void {
  const last = shape.length - 1;
  const width = chunk[last] ?? 1;
  const start = at[last] ?? 0;
  const wanted = Math.min(width, (shape[last] ?? 1) - start);
  const rows = elementCount(chunk.slice(0, -1));
  if (wanted <= 0) return;
  for (let row = 0; row < rows; row++) {
    const target = rowOf(row, { at, chunk, shape });
    if (target === undefined) continue;
    const to = (target * (shape[last] ?? 1) + start) * size;
    result.set(bytes.subarray(row * width * size, (row * width + wanted) * size), to);
  }
}

function rowOf(
  row: number,
  { at, chunk, shape }: { at: readonly number[]; chunk: readonly number[]; shape: readonly number[] },
): number | undefined {
  let rest = row;
  let target = 0;
  let stride = 1;
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    const index = (at[axis] ?? 0) + (rest % (chunk[axis] ?? 1));
    rest = Math.floor(rest / (chunk[axis] ?? 1));
    if (index >= (shape[axis] ?? 1)) return undefined;
    target += index * stride;
    stride *= shape[axis] ?? 1;
  }
  return target;
}
