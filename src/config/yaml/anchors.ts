import { ConfigError } from "../error.js";
import type { Parsed } from "./map-builder.js";
import type { Token } from "./token.js";

/** How many nodes aliases may stand for in one document. */
const MAX_ALIASED = 100_000;

interface Anchored {
  readonly parsed: Parsed;
  /** How many nodes it stands for. */
  readonly size: number;
}

/** The anchors of a document, and how much its aliases stand for. */
export class Anchors {
  readonly #anchored = new Map<string, Anchored | "open">();
  #nodes = 0;
  #aliased = 0;

  /**
   * Counts a node that begins, with or without an anchor.
   * @returns what is to be called with the node when it ends.
   * @throws ConfigError (parse) for an anchor that exists.
   */
  open(anchor: Token | undefined): (parsed: Parsed) => void {
    const before = this.#nodes + this.#aliased;
    this.#nodes++;
    if (anchor === undefined) return ignore;
    const { value: name, origin } = anchor;
    if (this.#anchored.has(name))
      throw new ConfigError("parse", `Found duplicate anchor '${name}'`, { origin });
    this.#anchored.set(name, "open");
    return (parsed) => this.#anchored.set(name, { parsed, size: this.#nodes + this.#aliased - before });
  }

  /** @throws ConfigError: parse for an unknown anchor or one around the alias; validation beyond the limit. */
  find({ value: name, origin }: Token): Parsed {
    const anchored = this.#anchored.get(name);
    if (anchored === undefined) throw new ConfigError("parse", `Found undefined alias '${name}'`, { origin });
    if (anchored === "open")
      throw new ConfigError("parse", `The alias '${name}' stands inside of what it names`, { origin });
    this.#aliased += anchored.size;
    if (this.#aliased > MAX_ALIASED)
      throw new ConfigError("validation", `Aliases stand for more than ${MAX_ALIASED} values`, { origin });
    return anchored.parsed;
  }
}

function ignore(): void {}
