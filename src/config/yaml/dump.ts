import { keyNode } from "../nodes/create.js";
import { floatRepr } from "../nodes/float-repr.js";
import type { ConfigNode, Key, ListNode, MapEntry, MapNode, ScalarNode } from "../nodes/node.js";
import { analyzeScalar, readsAsOther } from "./analyze-scalar.js";
import { Emitter } from "./emitter.js";
import { sortedEntries } from "./sorted-entries.js";
import {
  type WriteOptions,
  writeDoubleQuoted,
  writeLiteral,
  writePlain,
  writeSingleQuoted,
} from "./write-scalar.js";

export interface DumpOptions {
  /** Keys in rising order; those of a mapping whose keys are of different kinds stay as they are. */
  readonly sortKeys?: boolean;
}

export interface DumpSite {
  /** The values that begin in a line, the outer ones first. */
  readonly nodes: readonly ConfigNode[];
  /** From here to the end of the line there is room for a comment. */
  readonly at: number;
}

const INDENT = 2;
/** From this length on, tag included, a key is written with `?`. */
const KEY_LENGTH = 128;

/** @returns the YAML text of a value, byte for byte as `OmegaConf.to_yaml` writes it. */
export function dumpYaml(node: ConfigNode, { sortKeys = false }: DumpOptions = {}): string {
  const page = new Emitter();
  new Dumper(page, { sortKeys }).root(node);
  return page.text();
}

/** @returns the YAML text with the places at which the lines of its values end, in their order. */
export function dumpWithSites(node: ConfigNode): { readonly text: string; readonly sites: DumpSite[] } {
  const page = new Emitter();
  const sites: DumpSite[] = [];
  new Dumper(page, { sortKeys: false, sites }).root(node);
  return { text: page.text(), sites };
}

class Dumper {
  readonly #page: Emitter;
  readonly #sortKeys: boolean;
  readonly #sites: DumpSite[] | undefined;
  /** Lists and mappings that the next value shares its line with. */
  #outer: readonly ConfigNode[] = [];

  constructor(page: Emitter, { sortKeys, sites }: { sortKeys: boolean; sites?: DumpSite[] }) {
    this.#page = page;
    this.#sortKeys = sortKeys;
    this.#sites = sites;
  }

  /** A plain scalar alone needs an end mark. */
  root(node: ConfigNode): void {
    const page = this.#page;
    if (node.kind === "map" || node.kind === "list") this.#container(node, 0);
    else {
      const plain = this.#value(node, INDENT);
      if (plain) page.write("\n...");
    }
    if (page.column > 0) page.lineBreak();
  }

  #container(node: MapNode | ListNode, indent: number): void {
    if (node.kind === "map") this.#map(node, indent);
    else this.#list(node, indent);
  }

  #list(list: ListNode, indent: number): void {
    const page = this.#page;
    const { items } = list;
    if (items.length === 0) {
      page.indicator("[", { space: true });
      page.indicator("]");
      this.#note(list, page.length);
      return;
    }
    this.#noteContainer(list);
    for (const item of items) {
      page.indent = indent;
      page.beginLine();
      page.indicator("-", { space: true, indention: true });
      if (item.kind === "map" || item.kind === "list") this.#container(item, indent + INDENT);
      else this.#value(item, indent + INDENT);
    }
  }

  #map(map: MapNode, indent: number): void {
    const page = this.#page;
    if (map.entries.size === 0) {
      page.indicator("{", { space: true });
      page.indicator("}");
      this.#note(map, page.length);
      return;
    }
    this.#noteContainer(map);
    for (const entry of this.#sortKeys ? sortedEntries(map) : map.entries.values()) {
      page.indent = indent;
      page.beginLine();
      this.#entry(entry, indent);
    }
  }

  #entry({ key, value }: MapEntry, indent: number): void {
    const page = this.#page;
    const name = scalarOf(key);
    if (isSimpleKey(name)) {
      this.#scalar(name, indent + INDENT, { fold: false });
      page.indicator(":");
    } else {
      page.indicator("?", { space: true, indention: true });
      this.#scalar(name, indent + INDENT, { fold: true });
      page.indent = indent;
      page.beginLine();
      page.indicator(":", { space: true, indention: true });
    }
    if (value.kind === "map") this.#map(value, indent + INDENT);
    else if (value.kind === "list") this.#list(value, page.indention ? indent + INDENT : indent);
    else this.#value(value, indent + INDENT);
  }

  /** @returns whether it was written plain. */
  #value(node: ScalarNode, indent: number): boolean {
    const start = this.#page.length;
    const plain = this.#scalar(node, indent, { fold: true });
    this.#note(node, node.kind === "bytes" ? start : this.#page.length);
    return plain;
  }

  /** Behind `key:` a line ends; behind `-` its first value follows. */
  #noteContainer(node: MapNode | ListNode): void {
    if (this.#sites === undefined) return;
    if (this.#page.indention) this.#outer = [...this.#outer, node];
    else this.#note(node, this.#page.length);
  }

  #note(node: ConfigNode, at: number): void {
    if (this.#sites === undefined) return;
    this.#sites.push({ nodes: [...this.#outer, node], at });
    this.#outer = [];
  }

  /** @returns whether it was written plain. */
  #scalar(node: ScalarNode, indent: number, options: WriteOptions): boolean {
    const page = this.#page;
    page.indent = indent;
    const text = scalarText(node);
    if (node.kind === "bytes") {
      page.indicator("!!binary", { space: true });
      if (text === "") writeDoubleQuoted(page, text, options);
      else writeLiteral(page, text);
      return false;
    }
    const { plain, singleQuoted, multiline } = analyzeScalar(text);
    if (plain && (node.kind !== "str" || !readsAsOther(text))) {
      writePlain(page, text, options);
      return true;
    }
    if (singleQuoted && (options.fold || !multiline)) writeSingleQuoted(page, text, options);
    else writeDoubleQuoted(page, text, options);
    return false;
  }
}

function scalarOf(key: Key): ScalarNode {
  const node = keyNode(key);
  if (node.kind === "map" || node.kind === "list") throw new TypeError("A key is a scalar");
  return node;
}

/** `!!str` and its like count, though they are not written. */
function isSimpleKey(node: ScalarNode): boolean {
  const text = scalarText(node);
  const tag = node.kind === "bytes" ? "binary" : node.kind;
  return (
    text !== "" && Array.from(text).length + tag.length + 2 < KEY_LENGTH && !analyzeScalar(text).multiline
  );
}

function scalarText(node: ScalarNode): string {
  switch (node.kind) {
    case "null":
      return "null";
    case "bool":
      return String(node.value);
    case "int":
      return String(node.value);
    case "float":
      return floatText(node.value);
    case "bytes":
      return Buffer.from(node.value)
        .toString("base64")
        .replaceAll(/.{1,76}/g, "$&\n");
    case "str":
      return node.value;
  }
}

function floatText(value: number): string {
  const repr = floatRepr(value);
  if (repr.endsWith("inf") || repr === "nan") return repr.replace(/inf|nan/, ".$&");
  return repr.includes(".") ? repr : repr.replace("e", ".0e");
}
