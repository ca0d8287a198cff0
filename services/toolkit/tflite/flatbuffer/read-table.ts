import type { Fields, Union, ValueOf } from "../schema/field.js";
import type { FlatFile } from "./flat-file.js";
import { readWire, sizeOf } from "./read-wire.js";
import { type Slot, slotsOf } from "./slots.js";

/**
 * Reads a table and all below it, as its declaration says; byte vectors are views of the file. Every offset,
 * length and vtable is checked first.
 *
 * @param position - of the table in the file.
 * @param where - path of the fields that led there, for messages.
 * @throws ServiceError `tflite_malformed`.
 */
export function readTable<F extends Fields>(
  file: FlatFile,
  position: number,
  fields: F,
  where: string,
): ValueOf<F> {
  const table = openTable(file, position, where);
  const value: Record<string, unknown> = {};
  for (const slot of slotsOf(fields)) value[slot.name] = readSlot(table, slot);
  return value as ValueOf<F>;
}

interface OpenTable {
  readonly file: FlatFile;
  readonly where: string;
  readonly position: number;
  readonly size: number;
  readonly vtable: number;
  readonly vtableSize: number;
}

function openTable(file: FlatFile, position: number, where: string): OpenTable {
  file.demand(position, 4, where);
  const vtable = position - file.view.getInt32(position, true);
  file.demand(vtable, 4, where);
  const vtableSize = file.view.getUint16(vtable, true);
  const size = file.view.getUint16(vtable + 2, true);
  if (vtableSize < 4 || size < 4) file.fail(where, "is no table");
  file.demand(vtable, vtableSize, where);
  file.demand(position, size, where);
  return { file, where, position, size, vtable, vtableSize };
}

/** @returns where a field of `size` bytes is; undefined when the table leaves it out. */
function locate(table: OpenTable, id: number, size: number, name: string): number | undefined {
  const entry = 4 + 2 * id;
  if (entry + 2 > table.vtableSize) return undefined;
  const offset = table.file.view.getUint16(table.vtable + entry, true);
  if (offset === 0) return undefined;
  if (offset < 4 || offset + size > table.size)
    table.file.fail(join(table.where, name), "lies outside its table");
  return table.position + offset;
}

function readSlot(table: OpenTable, { name, id, content, initial }: Slot): unknown {
  const { file } = table;
  const where = join(table.where, name);
  if (typeof content === "string") {
    const at = locate(table, id, sizeOf(content), name);
    return readWire(file, content, at, initial, where);
  }
  if ("union" in content) return readUnion(table, id, content.union, name);
  const at = locate(table, id, 4, name);
  if (at === undefined) return undefined;
  const target = file.follow(at, where);
  if ("table" in content) return readTable(file, target, content.table, where);
  const { start, count } = file.vector(target, 4, where);
  file.spend(4 * count, where);
  return Array.from({ length: count }, (_, i) => {
    const element = `${where}[${i}]`;
    return readTable(file, file.follow(start + 4 * i, element), content.tables, element);
  });
}

function readUnion(table: OpenTable, id: number, union: Union, name: string): unknown {
  const { file } = table;
  const where = join(table.where, name);
  const typeAt = locate(table, id, 1, name);
  const type = typeAt === undefined ? 0 : file.view.getUint8(typeAt);
  const valueAt = locate(table, id + 1, 4, name);
  if (type === 0 || valueAt === undefined) return undefined;
  const member = Object.entries(union)[type - 1];
  if (member === undefined) return file.fail(where, `are of the unknown type ${type}`);
  return { type: member[0], ...readTable(file, file.follow(valueAt, where), member[1], where) };
}

function join(where: string, name: string): string {
  return where === "" ? name : `${where}.${name}`;
}
