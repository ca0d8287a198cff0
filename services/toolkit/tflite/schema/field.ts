/** How a value is kept in a flatbuffer; brackets mean a vector. */
export type Wire = keyof WireValues;

interface WireValues {
  bool: boolean;
  int8: number;
  uint8: number;
  int32: number;
  uint32: number;
  float32: number;
  int64: bigint;
  uint64: bigint;
  string: string | undefined;
  "[bool]": readonly boolean[] | undefined;
  "[uint8]": Uint8Array | undefined;
  "[uint16]": readonly number[] | undefined;
  "[int32]": readonly number[] | undefined;
  "[uint32]": readonly number[] | undefined;
  "[float32]": readonly number[] | undefined;
  "[int64]": readonly bigint[] | undefined;
}

/**
 * One field of a table: its wire type; with its default where that is not zero; with its number where
 * fields before it are gone from the schema. Otherwise a field's number follows that of the field before.
 * A union takes two numbers, its type's and its value's; the first member has the type 1.
 */
export type Field =
  | Wire
  | readonly [wire: Wire, initial: number | boolean]
  | readonly [wire: Wire, initial: number | boolean, id: number]
  | { readonly table: Fields }
  | { readonly tables: Fields }
  | { readonly union: Union };

/** The fields of a table in the order of their numbers. */
export interface Fields {
  readonly [name: string]: Field;
}

/** The tables of a union by name, in the order of their types. */
export interface Union {
  readonly [name: string]: Fields;
}

/** A table's value: every scalar is present, a vector, text or table that the file leaves out is undefined. */
export type ValueOf<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> };

type FieldValue<F extends Field> = F extends Wire
  ? WireValues[F]
  : F extends readonly [infer W extends Wire, ...unknown[]]
    ? WireValues[W]
    : F extends { readonly table: infer T extends Fields }
      ? ValueOf<T> | undefined
      : F extends { readonly tables: infer T extends Fields }
        ? readonly ValueOf<T>[] | undefined
        : F extends { readonly union: infer U extends Union }
          ? UnionValue<U> | undefined
          : never;

/** A member of a union with its name as `type`. */
export type UnionValue<U extends Union> = {
  readonly [T in keyof U]: { readonly type: T } & ValueOf<U[T]>;
}[keyof U];
