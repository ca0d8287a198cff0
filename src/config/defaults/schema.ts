/** The types of a node whose shape is fixed, as OmegaConf's structured configs state them. */
export type Schema = LeafSchema | DictSchema | ListSchema | StructSchema;

export interface LeafSchema {
  readonly type: "any" | "str" | "int" | "bool" | "enum";
  readonly optional?: boolean;
  /** The names that an enum allows, the first one numbered 1. */
  readonly names?: readonly string[];
}

/** Any keys, all of them strings, with values of one type. */
export interface DictSchema {
  readonly type: "dict";
  readonly of: Schema;
  readonly optional?: boolean;
}

export interface ListSchema {
  readonly type: "list";
  readonly of: Schema;
  readonly optional?: boolean;
}

/** Fixed keys. The name is what error texts call it. */
export interface StructSchema {
  readonly type: "struct";
  readonly name: string;
  readonly fields: Readonly<Record<string, Schema>>;
  readonly optional?: boolean;
}
