import { ConfigError } from "../error.js";
import { keyNode, listNode, nullNode } from "../nodes/create.js";
import { checkDepth } from "../nodes/depth.js";
import type { ConfigNode, Origin } from "../nodes/node.js";
import { Anchors } from "./anchors.js";
import { constructScalar, scalarKind, YAML_TAG } from "./construct-scalar.js";
import { MapBuilder, type Parsed } from "./map-builder.js";
import { Scanner } from "./scanner.js";
import { TagHandles } from "./tag-handles.js";
import type { Token, TokenType } from "./token.js";

const EMPTY: Token = { type: "scalar", value: "", origin: { type: "code", name: "" }, plain: true };

/** Where a value stands: blocks begin in blocks only, and a list may stand at the indent of its key. */
interface NodeContext {
  readonly block: boolean;
  readonly indentless?: boolean;
}
const IN_BLOCK: NodeContext = { block: true, indentless: true };
const IN_FLOW: NodeContext = { block: false };

/** Tokens that start a document, and those that say that a value was left out. */
const DOCUMENT_START: ReadonlySet<TokenType> = new Set(["directive", "document start"]);
const NO_DOCUMENT: ReadonlySet<TokenType> = new Set([
  "directive",
  "document start",
  "document end",
  "stream end",
]);
const NO_ENTRY: ReadonlySet<TokenType> = new Set(["-", "?", ":", "block end"]);
const NO_BLOCK_VALUE: ReadonlySet<TokenType> = new Set(["?", ":", "block end"]);
const NO_FLOW_KEY: ReadonlySet<TokenType> = new Set([":", ",", "]", "}"]);
const NO_FLOW_VALUE: ReadonlySet<TokenType> = new Set([",", "]", "}"]);

/** Recursive descent over the tokens, straight to nodes. */
export class YamlParser {
  readonly #scanner: Scanner;
  readonly #anchors = new Anchors();
  readonly #handles = new TagHandles();
  #depth = 0;
  /** The first value that can be read and is no value of a config: told when all else could be read. */
  #unsupported: ConfigError | undefined;

  constructor(text: string, source: string) {
    this.#scanner = new Scanner(text, source);
  }

  /** @returns the root of the only document. */
  document(): ConfigNode {
    const scanner = this.#scanner;
    const explicit = this.#atAny(DOCUMENT_START);
    if (explicit) this.#startDocument();
    else if (this.#at("stream end")) return nullNode(scanner.peek().origin);
    const empty = explicit && this.#atAny(NO_DOCUMENT);
    const node = empty ? nullNode(scanner.peek().origin) : this.#value(this.#node({ block: true }));
    while (this.#at("document end")) scanner.take();
    if (this.#atAny(DOCUMENT_START))
      this.#refuse("Expected a single document in the stream, but found another");
    if (!this.#at("stream end")) this.#refuse(`Expected the end, but found '${scanner.peek().type}'`);
    if (this.#unsupported !== undefined) throw this.#unsupported;
    return node;
  }

  #startDocument(): void {
    while (this.#at("directive")) this.#handles.add(this.#scanner.take());
    if (!this.#at("document start")) this.#refuse("Expected the start of a document");
    this.#scanner.take();
  }

  #node({ block, indentless = false }: NodeContext): Parsed {
    const first = this.#scanner.peek();
    if (first.type === "alias") return this.#anchors.find(this.#scanner.take());
    const { anchor, tag } = this.#properties();
    const close = this.#anchors.open(anchor);
    const parsed = this.#contentOf(first, tag, block, indentless, anchor !== undefined || tag !== undefined);
    close(parsed);
    return parsed;
  }

  #properties(): { anchor: Token | undefined; tag: string | undefined } {
    let anchor: Token | undefined;
    let tag: Token | undefined;
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      if (token.type === "anchor" && anchor === undefined) anchor = this.#scanner.take();
      else if (token.type === "tag" && tag === undefined) tag = this.#scanner.take();
      else break;
    }
    return { anchor, tag: tag === undefined ? undefined : this.#handles.resolve(tag) };
  }

  #contentOf(
    { origin }: Token,
    tag: string | undefined,
    block: boolean,
    indentless: boolean,
    hasProperties: boolean,
  ): Parsed {
    const { type } = this.#scanner.peek();
    if (type === "scalar") return this.#scalar(this.#scanner.take(), tag, origin);
    if (type === "[") return this.#collection("list", tag, origin, () => this.#flowList(origin));
    if (type === "{") return this.#collection("map", tag, origin, () => this.#flowMap(origin));
    if (block && type === "block sequence start")
      return this.#collection("list", tag, origin, () => this.#blockList(origin));
    if (block && type === "block mapping start")
      return this.#collection("map", tag, origin, () => this.#blockMap(origin));
    if (indentless && type === "-") return this.#collection("list", tag, origin, () => this.#entries(origin));
    if (hasProperties) return this.#scalar(EMPTY, tag, origin);
    return this.#refuse(`Expected a value, but found ${type === "stream end" ? "the end" : `'${type}'`}`);
  }

  #scalar({ value, plain }: Token, tag: string | undefined, origin: Origin): Parsed {
    const kind = scalarKind(value, tag, plain === true, origin);
    if (kind !== "merge" && kind !== "value" && kind !== "date")
      return { node: constructScalar(kind, value, origin) };
    const node = constructScalar("str", value, origin);
    if (kind === "date") return { node, refused: unsupported("date", origin) };
    const problem = `Could not determine a constructor for '${value}': quote it`;
    const refused = new ConfigError("parse", problem, { origin });
    return kind === "merge" ? { node, merges: true, refused } : { node, refused };
  }

  /** A tag may name what the collection is; pairs are lists of two. */
  #collection(
    kind: "list" | "map",
    tag: string | undefined,
    origin: Origin,
    parse: () => ConfigNode,
  ): Parsed {
    this.#depth++;
    checkDepth(this.#depth, origin);
    const node = parse();
    this.#depth--;
    const name = tag?.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : tag;
    if (name === undefined || name === "!" || name === (kind === "list" ? "seq" : "map")) return { node };
    if (kind === "list" && (name === "omap" || name === "pairs")) return { node: pairs(node) };
    if (kind === "map" && name === "set") return { node, refused: unsupported("set", origin) };
    const problem = `A ${kind} cannot have the tag '${tag}'`;
    return { node, refused: new ConfigError("parse", problem, { origin }) };
  }

  #blockList(origin: Origin): ConfigNode {
    this.#scanner.take();
    const node = this.#entries(origin);
    this.#end("block end");
    return node;
  }

  #entries(origin: Origin): ConfigNode {
    const items: ConfigNode[] = [];
    while (this.#at("-")) {
      const dash = this.#scanner.take();
      const empty = this.#atAny(NO_ENTRY);
      items.push(empty ? nullNode(dash.origin) : this.#value(this.#node({ block: true })));
    }
    return listNode(items, origin);
  }

  #blockMap(origin: Origin): ConfigNode {
    this.#scanner.take();
    const builder = new MapBuilder(origin);
    while (this.#at("?")) {
      const key = this.#after("?", IN_BLOCK, NO_BLOCK_VALUE);
      this.#add(builder, key, this.#after(":", IN_BLOCK, NO_BLOCK_VALUE));
    }
    this.#end("block end");
    return builder.build();
  }

  /** @returns the value behind a mark, null when there is none or a token follows that ends it. */
  #after(mark: TokenType, kind: NodeContext, ends: ReadonlySet<TokenType>): Parsed {
    const { origin } = this.#scanner.peek();
    if (!this.#at(mark)) return { node: nullNode(origin) };
    this.#scanner.take();
    return this.#atAny(ends) ? { node: nullNode(origin) } : this.#node(kind);
  }

  #flowList(origin: Origin): ConfigNode {
    this.#scanner.take();
    const items: ConfigNode[] = [];
    while (!this.#at("]")) {
      if (items.length > 0) this.#comma("]");
      if (this.#at("]")) break;
      items.push(this.#at("?") ? this.#flowPair() : this.#value(this.#node(IN_FLOW)));
    }
    this.#scanner.take();
    return listNode(items, origin);
  }

  /** `[a: 1]`: a mapping of one key. */
  #flowPair(): ConfigNode {
    const builder = new MapBuilder(this.#scanner.peek().origin);
    const key = this.#after("?", IN_FLOW, NO_FLOW_KEY);
    this.#add(builder, key, this.#after(":", IN_FLOW, NO_FLOW_VALUE));
    return builder.build();
  }

  #flowMap(origin: Origin): ConfigNode {
    this.#scanner.take();
    const builder = new MapBuilder(origin);
    for (let first = true; !this.#at("}"); first = false) {
      if (!first) this.#comma("}");
      if (this.#at("}")) break;
      const bare = !this.#at("?");
      const key = bare ? this.#node(IN_FLOW) : this.#after("?", IN_FLOW, NO_FLOW_KEY);
      const { origin } = this.#scanner.peek();
      this.#add(builder, key, bare ? { node: nullNode(origin) } : this.#after(":", IN_FLOW, NO_FLOW_VALUE));
    }
    this.#scanner.take();
    return builder.build();
  }

  #comma(close: string): void {
    if (!this.#at(",")) this.#refuse(`Expected ',' or '${close}', but found '${this.#scanner.peek().type}'`);
    this.#scanner.take();
  }

  #end(type: TokenType): void {
    if (!this.#at(type)) this.#refuse(`Unexpected '${this.#scanner.peek().type}' in a block`);
    this.#scanner.take();
  }

  #at(type: TokenType): boolean {
    return this.#scanner.peek().type === type;
  }

  #atAny(types: ReadonlySet<TokenType>): boolean {
    return types.has(this.#scanner.peek().type);
  }

  /** Merging looks at what a mapping holds, not at its tag; a key's text is itself, but for a date's. */
  #add(builder: MapBuilder, key: Parsed, value: Parsed): void {
    if (key.merges) builder.merge(value.node);
    else {
      const wrong = key.refused?.kind === "validation";
      if (wrong)
        this.#unsupported ??= new ConfigError("key", "Incompatible key type", { origin: key.node.origin });
      builder.add(key.node, this.#value(value));
    }
  }

  #value({ node, refused }: Parsed): ConfigNode {
    if (refused?.kind === "parse") throw refused;
    this.#unsupported ??= refused;
    return node;
  }

  #refuse(problem: string): never {
    const { origin } = this.#scanner.peek();
    throw new ConfigError("parse", problem, {
      origin,
      ...(origin.type === "file" ? { column: origin.column } : {}),
    });
  }
}

function unsupported(type: string, origin: Origin): ConfigError {
  return new ConfigError("validation", `Value '${type}' is not a supported primitive type`, { origin });
}

function pairs(node: ConfigNode): ConfigNode {
  if (node.kind !== "list") return node;
  const items = node.items.map((item) => {
    const entry = item.kind === "map" && item.entries.size === 1 ? [...item.entries.values()][0] : undefined;
    if (entry === undefined)
      throw new ConfigError("parse", "Expected a mapping of one key", { origin: item.origin });
    return listNode([keyNode(entry.key, item.origin), entry.value], item.origin);
  });
  return { ...node, items };
}
