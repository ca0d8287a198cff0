import type { ByteSource } from "./byte-source.js";
import { Cursor, isSet } from "./cursor.js";
import { fractalHeap } from "./fractal-heap.js";
import { damaged } from "./hdf5-error.js";
import { linkPlaces } from "./name-index.js";
import { MESSAGE, type Message } from "./object-header.js";

/** @returns the addresses of a group's members by name; `undefined` for an object that is no group */
export function groupLinks(
  source: ByteSource,
  messages: readonly Message[],
): Map<string, number> | undefined {
  const table = messages.find(({ type }) => type === MESSAGE.symbolTable);
  if (table !== undefined) return tableLinks(source, table);
  const info = messages.find(({ type }) => type === MESSAGE.linkInfo);
  const links = messages.filter(({ type }) => type === MESSAGE.link);
  if (info === undefined && links.length === 0) return undefined;
  const dense = info === undefined ? [] : denseLinks(source, info);
  return new Map([...links.flatMap(({ body }) => readLink(body)), ...dense]);
}

/** The old form: a tree of nodes, whose names lie in a heap (Specification, III.A.1, III.B, III.C). */
function tableLinks(source: ByteSource, { body }: Message): Map<string, number> {
  const cursor = new Cursor(body);
  const [tree, heap] = [cursor.long(), cursor.long()];
  const heapCursor = new Cursor(source.read(heap, 32)).expect("HEAP").skip(4);
  const heapSize = heapCursor.long();
  const names = source.read(heapCursor.skip(8).long(), heapSize);
  const links = new Map<string, number>();
  const waiting = [tree];
  const seen = new Set<number>();
  for (const address of waiting) {
    if (seen.has(address)) throw damaged("a group contains itself");
    seen.add(address);
    if (source.read(address, 4).toString("latin1") === "SNOD") readSymbols(source, address, { names, links });
    else waiting.push(...treeChildren(source, address));
  }
  return links;
}

function treeChildren(source: ByteSource, address: number): number[] {
  const head = new Cursor(source.read(address, 24)).expect("TREE").skip(2);
  const count = head.uint(2);
  const cursor = new Cursor(source.read(address + 24, count * 16 + 8));
  return Array.from({ length: count }, () => cursor.skip(8).long());
}

function readSymbols(
  source: ByteSource,
  address: number,
  { names, links }: { names: Buffer; links: Map<string, number> },
): void {
  const count = source.read(address, 8).readUInt16LE(6);
  const cursor = new Cursor(source.read(address + 8, count * 40));
  for (let i = 0; i < count; i++) {
    const start = cursor.long();
    const target = cursor.long();
    const isLink = cursor.uint(4) === 2;
    cursor.skip(20);
    const end = names.indexOf(0, start);
    if (start >= names.length || end < 0) throw damaged("a name is missing");
    if (!isLink) links.set(names.toString("utf8", start, end), target);
  }
}

/** The new form: a message a member (Specification, IV.A.2.g). */
function readLink(body: Buffer): [string, number][] {
  const cursor = new Cursor(body).skip(1);
  const flags = cursor.uint(1);
  const kind = flags & 8 ? cursor.uint(1) : 0;
  cursor.skip((flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0));
  const size = 1 << (flags & 3);
  const length = size === 8 ? cursor.long() : cursor.uint(size === 1 ? 1 : size === 2 ? 2 : 4);
  const name = cursor.take(length).toString("utf8");
  return kind === 0 ? [[name, cursor.long()]] : [];
}

/** The new form of a group of many members: messages in a heap, found by an index (Specification, IV.A.2.c). */
function denseLinks(source: ByteSource, { body }: Message): [string, number][] {
  const cursor = new Cursor(body).skip(1);
  const flags = cursor.uint(1);
  const heapAddress = cursor.skip(flags & 1 ? 8 : 0).long();
  if (!isSet(heapAddress)) return [];
  const heap = fractalHeap(source, heapAddress);
  return linkPlaces(source, cursor.long()).flatMap((place) => readLink(heap.object(place)));
}
