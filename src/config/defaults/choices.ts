import { ConfigError } from "../error.js";
import type { Origin } from "../nodes/node.js";
import type { GroupOverrides } from "./group-overrides.js";
import type { DefaultsItem } from "./item.js";
import { choiceName, groupPath, overrideKey, type PlacedItem } from "./placed-item.js";

interface Override {
  readonly choice: DefaultsItem["choice"];
  readonly origin: Origin | undefined;
  readonly problem?: ConfigError;
  /** The config whose defaults list has it; absent for one from the command line. */
  readonly writtenIn?: string;
  used: boolean;
}

/**
 * Which option each group takes. The command line wins over `override` items, and among these the first one
 * seen; the tree is built from its end, so that is the last one written.
 */
export class Choices {
  readonly #overrides = new Map<string, Override>();
  readonly #deletions = new Map<string, { readonly option: string | undefined; used: boolean }>();
  readonly #known = new Map<string, string | null>();
  readonly #keysByGroup = new Map<string, Set<string>>();

  constructor({ choices, deletions }: GroupOverrides) {
    for (const [key, choice] of choices) this.#overrides.set(key, { ...choice, used: false });
    for (const [key, option] of deletions) this.#deletions.set(key, { option, used: false });
  }

  /** The option of each group seen so far, in the order in which they were decided. */
  get known(): ReadonlyMap<string, string | null> {
    return this.#known;
  }

  /** Takes an `override` item of a defaults list. */
  addOverride(item: PlacedItem, writtenIn: string): void {
    const key = overrideKey(item);
    if (this.#overrides.has(key)) return;
    this.#overrides.set(key, { choice: item.choice, origin: item.origin, writtenIn, used: false });
  }

  /**
   * @returns the item with the option that an override gives it.
   * @throws ConfigError (composition) when no item can take what the override gives.
   */
  apply(item: PlacedItem): PlacedItem {
    const override = item.group === undefined ? undefined : this.#overrides.get(overrideKey(item));
    if (override === undefined) return item;
    if (override.problem !== undefined) throw override.problem;
    override.used = true;
    const { choice, origin } = override;
    return origin === undefined ? { ...item, choice } : { ...item, choice, origin };
  }

  /** @returns whether `~group` takes the item out. */
  takesOut(item: PlacedItem): boolean {
    const deletion = item.group === undefined ? undefined : this.#deletions.get(overrideKey(item));
    if (deletion === undefined) return false;
    if (deletion.option !== undefined && deletion.option !== choiceName(item)) return false;
    deletion.used = true;
    return true;
  }

  /** @throws ConfigError (composition) when the group is there already with another option. */
  settle(item: PlacedItem): void {
    if (item.group === undefined) return;
    const key = overrideKey(item);
    const option = choiceName(item);
    const before = this.#known.get(key);
    if (before === undefined) this.#known.set(key, option);
    else if (before !== option)
      throw refuse(
        `Multiple values for ${key}. To override a value use 'override ${key}: ${before ?? "None"}'`,
        item.origin,
      );
    const group = groupPath(item);
    const keys = this.#keysByGroup.get(group) ?? new Set();
    this.#keysByGroup.set(group, keys.add(key));
  }

  /** @throws ConfigError (composition) for an override or a deletion that no item of the tree answers to. */
  ensureUsed(): void {
    for (const [key, override] of this.#overrides)
      if (!override.used) throw this.#unusedOverride(key, override);
    for (const [key, { option, used }] of this.#deletions) {
      const text = option === undefined ? key : `${key}=${option}`;
      if (!used) throw refuse(`Could not delete '${text}'. No match in the defaults list`);
    }
  }

  #unusedOverride(key: string, { choice, origin, writtenIn }: Override): ConfigError {
    const [group = key] = key.split("@");
    const keys = [...(this.#keysByGroup.get(group) ?? [])].sort();
    const start = `Could not override '${key}'.`;
    let message = `${start} No match in the defaults list.`;
    if (keys.length === 1) message = `${start}\nDid you mean to override ${keys[0]}?`;
    if (keys.length > 1) message = `${start}\nDid you mean to override one of ${keys.join(", ")}?`;
    if (writtenIn !== undefined) return refuse(`In '${writtenIn}': ${message}`, origin);
    const option = typeof choice === "string" ? choice : `[${(choice ?? []).join(",")}]`;
    return refuse(`${message}\nTo append to your default list use +${key}=${option}`, origin);
  }
}

function refuse(message: string, origin?: Origin): ConfigError {
  return new ConfigError("composition", message, origin === undefined ? {} : { origin });
}
