const NAMES = {
  null: "NoneType",
  bool: "bool",
  int: "int",
  float: "float",
  str: "str",
  bytes: "bytes",
  list: "list",
  map: "dict",
  dict: "dict",
} as const;

/** @returns what Hydra's messages call the type of a value: the name that Python gives it. */
export function typeName({ kind }: { readonly kind: keyof typeof NAMES }): string {
  return NAMES[kind];
}
