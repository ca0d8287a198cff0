/**
 * The typed tree that every part of the configuration language works on.
 *
 * Nodes are immutable: merge, update and delete return new trees that share what did not change. A node does
 * not know its parent; where a position matters (relative interpolation, error texts) it is passed as a path
 * from the root. Kinds follow OmegaConf: an interpolation (`${a.b}`) and a missing value (`???`) are strings
 * with a meaning, told apart by `isInterpolation` and `isMissing`.
 */

/** Where a value was written. Lines and columns count from 1. */
export type Origin =
  | { readonly type: "file"; readonly path: string; readonly line: number; readonly column: number }
  | { readonly type: "override"; readonly text: string; readonly column: number }
  | { readonly type: "code"; readonly name: string };

interface Placed {
  readonly origin: Origin;
  /** The value that this one replaced in a merge or an override: what `--info origins` shows as hidden. */
  readonly hides?: ConfigNode;
  /** A config that stands in the list or mapping of a resolver's argument, unresolved: what it becomes as a text. */
  readonly written?: ConfigNode;
}

export interface NullNode extends Placed {
  readonly kind: "null";
}
export interface BoolNode extends Placed {
  readonly kind: "bool";
  readonly value: boolean;
}
/** Integers have no bound, as in Python. */
export interface IntNode extends Placed {
  readonly kind: "int";
  readonly value: bigint;
}
export interface FloatNode extends Placed {
  readonly kind: "float";
  readonly value: number;
}
export interface StrNode extends Placed {
  readonly kind: "str";
  readonly value: string;
}
export interface BytesNode extends Placed {
  readonly kind: "bytes";
  readonly value: Uint8Array;
}
export interface ListNode extends Placed {
  readonly kind: "list";
  readonly items: readonly ConfigNode[];
}
/** Entries in insertion order, found by `keyId` of their key. */
export interface MapNode extends Placed {
  readonly kind: "map";
  readonly entries: ReadonlyMap<KeyId, MapEntry>;
  /** Flags as OmegaConf inherits them: unset means "as the parent says". */
  readonly flags?: { readonly struct?: boolean; readonly readonly?: boolean };
}
export interface MapEntry {
  readonly key: Key;
  readonly value: ConfigNode;
}

export type ScalarNode = NullNode | BoolNode | IntNode | FloatNode | StrNode | BytesNode;
export type ConfigNode = ScalarNode | ListNode | MapNode;

/**
 * A mapping's key, as OmegaConf allows them; the integer 1 and the string "1" are different keys, while 1, 1.0
 * and true are one key, as in a Python dict. Null occurs only while a mapping is read: configs refuse it.
 */
export type Key = string | bigint | number | boolean | null | Uint8Array;
/** The text under which a key is stored. A string key is itself, so `entries.get("name")` just works. */
export type KeyId = string;

/** @returns the id of a key: a string key unchanged unless it begins with NUL, any other behind a NUL and its kind. */
export function keyId(key: Key): KeyId {
  if (typeof key === "string") return key.charCodeAt(0) === 0 ? `\0str:${key}` : key;
  if (key instanceof Uint8Array) return `\0bytes:${Buffer.from(key).toString("base64")}`;
  if (typeof key === "boolean") return key ? "\0int:1" : "\0int:0";
  if (typeof key === "number" && !Number.isInteger(key)) return `\0float:${key}`;
  return key === null ? "\0null" : `\0int:${BigInt(key)}`;
}

/** @returns whether the node is the missing value `???`. */
export function isMissing(node: ConfigNode): boolean {
  return node.kind === "str" && node.value === "???";
}

/**
 * @returns whether the node is a string with an interpolation; one that is escaped (`\\${a}`) counts, since
 * resolving it takes the backslash away.
 */
export function isInterpolation(node: ConfigNode): node is StrNode {
  return node.kind === "str" && node.value.includes("${");
}
