import { keyNode } from "../nodes/create.js";
import { floatRepr } from "../nodes/float-repr.js";
import type { ConfigNode, Key, MapEntry, MapNode, ScalarNode } from "../nodes/node.js";
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

const INDENT = 2;
/** From this length on, tag included, a key is written with `?`. */
const KEY_LENGTH = 128;

/** @returns the YAML text of a value, byte for byte as `OmegaConf.to_yaml` writes it. */
export function dumpYaml(node: ConfigNode, { sortKeys = false }: DumpOptions = {}): string {
  const page = new Emitter();
  new Dumper(page, sortKeys).root(node);
  return page.text();
}

class Dumper {
  readonly #page: Emitter;
  readonly #sortKeys: boolean;

  constructor(page: Emitter, sortKeys: boolean) {
    this.#page = page;
    this.#sortKeys = sortKeys;
  }

  /** A plain scalar alone needs an end mark. */
  root(node: ConfigNode): void {
    const page = this.#page;
    if (node.kind === "map" || node.kind === "list") this.#container(node, 0);
    else {
      const plain = this.#scalar(node, INDENT, { fold: true });
      if (plain) page.write("\n...");
    }
    if (page.column > 0) page.lineBreak();
  }

  #container(node: Extract<ConfigNode, { kind: "map" | "list" }>, indent: number): void {
    if (node.kind === "map") this.#map(node, indent);
    else this.#list(node.items, indent);
  }

  #list(items: readonly ConfigNode[], indent: number): void {
    const page = this.#page;
    if (items.length === 0) {
      page.indicator("[", { space: true });
      page.indicator("]");
      return;
    }
    for (const item of items) {
      page.indent = indent;
      page.beginLine();
      page.indicator("-", { space: true, indention: true });
      if (item.kind === "map" || item.kind === "list") this.#container(item, indent + INDENT);
      else this.#scalar(item, indent + INDENT, { fold: true });
    }
  }

  #map(map: MapNode, indent: number): void {
    const page = this.#page;
    if (map.entries.size === 0) {
      page.indicator("{", { space: true });
      page.indicator("}");
      return;
    }
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
    else if (value.kind === "list") this.#list(value.items, page.indention ? indent + INDENT : indent);
    else this.#scalar(value, indent + INDENT, { fold: true });
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
