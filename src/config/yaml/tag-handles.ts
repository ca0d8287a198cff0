import { ConfigError } from "../error.js";
import { YAML_TAG } from "./construct-scalar.js";
import type { Token } from "./token.js";

/** The handles that `%TAG` directives declare, and what they stand for. */
export class TagHandles {
  readonly #prefixes = new Map<string, string>();
  #hasVersion = false;

  /** @throws ConfigError (parse) for a second one of a kind and for YAML 2. */
  add({ value: name, handle = "", prefix = "", origin }: Token): void {
    if (name === "YAML") {
      if (this.#hasVersion) throw new ConfigError("parse", "Found a second %YAML directive", { origin });
      if (!handle.startsWith("1.")) throw new ConfigError("parse", "YAML 1.* is required", { origin });
      this.#hasVersion = true;
    }
    if (name !== "TAG") return;
    if (this.#prefixes.has(handle))
      throw new ConfigError("parse", `Duplicate tag handle '${handle}'`, { origin });
    this.#prefixes.set(handle, prefix);
  }

  /** @returns the whole tag of a tag token. */
  resolve({ handle, value, origin }: Token): string {
    if (handle === undefined) return value;
    const prefix = this.#prefixes.get(handle) ?? { "!": "!", "!!": YAML_TAG }[handle];
    if (prefix === undefined)
      throw new ConfigError("parse", `Found undefined tag handle '${handle}'`, { origin });
    return prefix + value;
  }
}
