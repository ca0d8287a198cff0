import type { ConfigNode } from "../node.js";
import type { Place } from "./place.js";

/** A value on the way of resolution: what it is and where it stands, which its own interpolations need. */
export interface Found {
  readonly node: ConfigNode;
  readonly place: Place;
  /** A list or mapping that a resolver or a literal gave: data, whose text is not resolved again. */
  readonly plain?: true;
}

/** What a resolver may know about the place of its call. */
export interface ResolverSite {
  /** The container of the value that calls the resolver. */
  readonly parent: Place;
  /** Full key of the value that calls the resolver. */
  readonly fullKey: string;
  readonly context: ResolveContext;
  /** Looks a key up, as `${key}` would find it; undefined when there is none. */
  select(key: string, options?: { readonly throwOnMissing?: boolean }): Found | undefined;
  /** Reads text as the grammar reads a resolver's argument. */
  decode(text: string): Found;
}

/** A function that interpolations call: `${name:arg,arg}`. */
export interface Resolver {
  /** Call it once per list of arguments (compared as text) and context. */
  readonly cache?: boolean;
  /** Configs inside of a list or mapping that is an argument keep their interpolations, to be resolved in the result. */
  readonly copies?: boolean;
  readonly call: (args: readonly Found[], site: ResolverSite) => ConfigNode | Found;
}

/** The world that interpolations see. */
export interface ResolveContext {
  /** Resolvers by name; the built-in `oc.*` are in `builtinResolvers`. */
  readonly resolvers: ReadonlyMap<string, Resolver>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Asked when `${name}` with a single absolute key names no config key. */
  readonly fallback?: (name: string) => ConfigNode | undefined;
  /** Told what `oc.deprecated` and empty arguments have to say. */
  readonly warn?: (message: string) => void;
  /** Results of resolvers with `cache`, by name and arguments. One map makes one cache; none, no cache. */
  readonly cache?: Map<string, ConfigNode | Found>;
}
