import type { Builder } from "flatbuffers";
import type { Fields, Union, ValueOf, Wire } from "../schema/field.js";
import { type Slot, slotCount, slotsOf } from "./slots.js";

/** LiteRT maps constants from the file and demands this of them. */
const BYTES_ALIGNMENT = 16;

/** What a table has in one of its fields: a scalar, or the offset of what was written before it. */
type Entry = (builder: Builder) => void;

/**
 * Writes a table and all below it, as its declaration says. Scalars that have their default are left out.
 *
 * @returns the table's offset.
 */
export function writeTable<F extends Fields>(builder: Builder, fields: F, value: ValueOf<F>): number {
  const slots = slotsOf(fields);
  const values: Readonly<Record<string, unknown>> = value;
  const entries = slots.flatMap((slot) => entriesOf(builder, slot, values[slot.name]));
  builder.startObject(slotCount(slots));
  for (const add of entries) add(builder);
  return builder.endObject();
}

function entriesOf(builder: Builder, slot: Slot, value: unknown): Entry[] {
  const { id, content, initial } = slot;
  if (value === undefined) return [];
  if (typeof content === "string") {
    const add = ADD_SCALAR[content];
    if (add !== undefined) return [(b) => add(b, id, value, initial)];
    return [
      offset(
        id,
        content === "string" ? builder.createString(String(value)) : vector(builder, content, value),
      ),
    ];
  }
  if ("union" in content) return unionEntries(builder, id, content.union, value as UnionMember);
  if ("table" in content) return [offset(id, writeTable(builder, content.table, value as ValueOf<Fields>))];
  const elements = value as readonly ValueOf<Fields>[];
  return [
    offset(
      id,
      offsets(
        builder,
        elements.map((element) => writeTable(builder, content.tables, element)),
      ),
    ),
  ];
}

type UnionMember = ValueOf<Fields> & { readonly type: string };

function unionEntries(builder: Builder, id: number, union: Union, value: UnionMember): Entry[] {
  const type = Object.keys(union).indexOf(value.type) + 1;
  const fields = union[value.type];
  if (fields === undefined) throw new Error(`${value.type} is no member of its union`);
  return [(b) => b.addFieldInt8(id, type, 0), offset(id + 1, writeTable(builder, fields, value))];
}

function offset(id: number, target: number): Entry {
  return (builder) => builder.addFieldOffset(id, target, 0);
}

const ADD_SCALAR: Readonly<
  Partial<Record<Wire, (b: Builder, id: number, value: unknown, initial: unknown) => void>>
> = {
  bool: (b, id, value, initial) => b.addFieldInt8(id, Number(value), Number(initial)),
  int8: (b, id, value, initial) => b.addFieldInt8(id, Number(value), Number(initial)),
  uint8: (b, id, value, initial) => b.addFieldInt8(id, Number(value), Number(initial)),
  int32: (b, id, value, initial) => b.addFieldInt32(id, Number(value), Number(initial)),
  uint32: (b, id, value, initial) => b.addFieldInt32(id, Number(value), Number(initial)),
  float32: (b, id, value, initial) => b.addFieldFloat32(id, Number(value), Number(initial)),
  int64: (b, id, value, initial) => b.addFieldInt64(id, value as bigint, BigInt(Number(initial))),
  uint64: (b, id, value, initial) => b.addFieldInt64(id, value as bigint, BigInt(Number(initial))),
};

const ADD_ELEMENT: Readonly<Record<string, { size: number; add: (b: Builder, value: unknown) => void }>> = {
  "[bool]": { size: 1, add: (b, value) => b.addInt8(Number(value)) },
  "[uint16]": { size: 2, add: (b, value) => b.addInt16(Number(value)) },
  "[int32]": { size: 4, add: (b, value) => b.addInt32(Number(value)) },
  "[uint32]": { size: 4, add: (b, value) => b.addInt32(Number(value)) },
  "[float32]": { size: 4, add: (b, value) => b.addFloat32(Number(value)) },
  "[int64]": { size: 8, add: (b, value) => b.addInt64(value as bigint) },
};

function vector(builder: Builder, wire: Wire, value: unknown): number {
  if (value instanceof Uint8Array) {
    builder.prep(BYTES_ALIGNMENT, value.length);
    return builder.createByteVector(value);
  }
  const element = ADD_ELEMENT[wire];
  if (element === undefined) throw new Error(`no way to write ${wire}`);
  const values = value as readonly unknown[];
  builder.startVector(element.size, values.length, element.size);
  for (let i = values.length - 1; i >= 0; i--) element.add(builder, values[i]);
  return builder.endVector();
}

function offsets(builder: Builder, targets: readonly number[]): number {
  builder.startVector(4, targets.length, 4);
  for (const target of targets.toReversed()) builder.addOffset(target);
  return builder.endVector();
}
