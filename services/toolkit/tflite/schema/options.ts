import { BUILTIN_OPTIONS } from "./builtin-options.js";
import { BUILTIN_OPTIONS_2 } from "./builtin-options-2.js";
import type { Field, UnionValue, ValueOf } from "./field.js";

const TABLES = { ...BUILTIN_OPTIONS, ...BUILTIN_OPTIONS_2 };

/** The name of an option table: "Conv2DOptions", … */
export type OptionsType = keyof typeof TABLES;

/** The options of an operator, told apart by `type`; enumerations are numbers (see enumerations.ts). */
export type OperatorOptions = UnionValue<typeof TABLES>;

/** The options of one table of the schema, with their `type`. */
export type OptionsOf<T extends OptionsType> = {
  readonly [K in T]: { readonly type: K } & ValueOf<(typeof TABLES)[K]>;
}[T];

/** The options `type` with the values given; what is left out has the schema's default. */
export function makeOptions<T extends OptionsType>(
  type: T,
  values: Partial<ValueOf<(typeof TABLES)[T]>> = {},
): OptionsOf<T> {
  const options: Record<string, unknown> = { type };
  for (const [name, field] of Object.entries<Field>(TABLES[type])) options[name] = initialValue(field);
  return Object.assign(options, values) as OptionsOf<T>;
}

function initialValue(field: Field): unknown {
  if (typeof field === "object") return "length" in field ? field[1] : undefined;
  if (field === "bool") return false;
  if (field === "int64" || field === "uint64") return 0n;
  return field === "string" || field.startsWith("[") ? undefined : 0;
}
