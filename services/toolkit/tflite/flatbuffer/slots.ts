import type { Field, Fields, Union, Wire } from "../schema/field.js";

/** A field with its number; a union's value has the number after it. */
export interface Slot {
  readonly name: string;
  readonly id: number;
  readonly content:
    | Wire
    | { readonly table: Fields }
    | { readonly tables: Fields }
    | { readonly union: Union };
  /** The default of a scalar, 0 where none is declared. */
  readonly initial: number | boolean;
}

const known = new WeakMap<Fields, readonly Slot[]>();

/** @returns the fields of a table with their numbers. */
export function slotsOf(fields: Fields): readonly Slot[] {
  const slots = known.get(fields) ?? number(fields);
  known.set(fields, slots);
  return slots;
}

/** @returns how many numbers a table's fields have, the gone ones included. */
export function slotCount(slots: readonly Slot[]): number {
  const last = slots.at(-1);
  return last === undefined ? 0 : next(last);
}

function number(fields: Fields): Slot[] {
  const slots: Slot[] = [];
  for (const [name, field] of Object.entries(fields)) slots.push(slot(name, field, slotCount(slots)));
  return slots;
}

function slot(name: string, field: Field, id: number): Slot {
  if (typeof field === "string" || !("length" in field)) return { name, id, content: field, initial: 0 };
  const [content, initial, own = id] = field;
  return { name, id: own, content, initial };
}

function next({ id, content }: Slot): number {
  return typeof content === "object" && "union" in content ? id + 2 : id + 1;
}
