/** How a field is kept in a flatbuffer; brackets mean a vector. */
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
  "[int32]": readonly number[] | undefined;
  "[uint32]": readonly number[] | undefined;
  "[float32]": readonly number[] | undefined;
  "[int64]": readonly bigint[] | undefined;
}

/**
 * One field of a table: its wire type; with its default where that is not zero; with its number where
 * fields before it are gone from the schema. Otherwise a field's number follows that of the field before.
 */
export type Field =
  | Wire
  | readonly [wire: Wire, initial: number | boolean]
  | readonly [wire: Wire, initial: number | boolean, id: number];

/** The fields of a table in the order of their numbers. */
export type Fields = Readonly<Record<string, Field>>;

type WireOf<F extends Field> = F extends Wire
  ? F
  : F extends readonly [infer W extends Wire, ...unknown[]]
    ? W
    : never;

/** A table's value: every scalar is present, a vector or text that the file leaves out is undefined. */
export type ValueOf<F extends Fields> = { readonly [K in keyof F]: WireValues[WireOf<F[K]>] };
