import type { ScalarValue } from "../../scalar.js";

/** A string with interpolations in it: pieces of text, already unescaped, and interpolations. */
export type Text = readonly (string | Interpolation)[];

export type Interpolation = NodeReference | ResolverCall;

/** `${a.b}`: the pieces of its key; those that are interpolations must give strings. */
export interface NodeReference {
  readonly type: "node";
  readonly key: readonly (string | Interpolation)[];
}

/** `${name:arg,arg}`: the parts of its dotted name, and its arguments with their source text. */
export interface ResolverCall {
  readonly type: "call";
  readonly name: readonly (string | Interpolation)[];
  readonly args: readonly Element[];
  readonly argTexts: readonly string[];
}

/** A value in the grammar of resolver arguments. */
export type Element =
  | { readonly type: "scalar"; readonly value: ScalarValue }
  | { readonly type: "interpolation"; readonly interpolation: Interpolation }
  | { readonly type: "text"; readonly parts: Text }
  | { readonly type: "list"; readonly items: readonly Element[] }
  | { readonly type: "map"; readonly entries: readonly (readonly [ScalarValue, Element])[] };
