import { ConfigError } from "../error.js";
import type { ResolveContext } from "../nodes/interpolation/context.js";
import type { Choices } from "./choices.js";
import { resolveChoice } from "./interpolated-choice.js";
import { type DefaultsItem, isInterpolated, isSelf } from "./item.js";
import { notFound, optionNeeded } from "./not-found.js";
import { ownList, takeOverrides } from "./own-list.js";
import { choiceName, configPath, finalPackage, type PlacedItem, place, withHeader } from "./placed-item.js";
import type { Repository } from "./repository.js";
import type { DefaultsTree } from "./tree.js";

/** Deeper than Hydra gets before Python's stack ends. */
const MAX_DEPTH = 400;
/** A tree of more configs than this doubles at every level; nobody wrote it on purpose. */
const MAX_CONFIGS = 20_000;

export interface TreeRequest {
  readonly repo: Repository;
  readonly choices: Choices;
  /** What the command line adds to the primary config's list. */
  readonly appended: readonly DefaultsItem[];
  /** Leave out groups whose option is `???`. */
  readonly skipMissing: boolean;
  /** What interpolations in a list see besides the choices: resolvers and the environment. */
  readonly context: ResolveContext;
  readonly warn: (message: string) => void;
}

interface Place {
  readonly parent?: PlacedItem;
  /** Configs above, each with its package: one that comes again has no end. */
  readonly above: readonly string[];
  /** Somewhere above, an option came from an interpolation. */
  readonly interpolated: boolean;
}

/** The configs at the top: Hydra's own, then the user's primary config. */
export function buildTree(request: TreeRequest, roots: readonly DefaultsItem[]): DefaultsTree[] {
  const builder = new TreeBuilder(request);
  const top: Place = { above: [], interpolated: false };
  return roots
    .toReversed()
    .map((item) => builder.expand(place(item, "", ""), top))
    .reverse();
}

/** Lists are expanded from their end, so that a later `override` is known when an earlier item needs it. */
class TreeBuilder {
  readonly #request: TreeRequest;
  #count = 0;

  constructor(request: TreeRequest) {
    this.#request = request;
  }

  expand(placed: PlacedItem, at: Place): DefaultsTree {
    const { repo, choices, skipMissing } = this.#request;
    const path = configPath(placed);
    if (placed.primary === true && !repo.isConfig(path)) throw notFound(repo, placed, undefined);
    const item = choiceName(placed) === "???" ? placed : withHeader(placed, repo.load(path)?.header);
    if (choices.takesOut(item)) return { item: { ...item, deleted: true } };
    choices.settle(item);
    if (choiceName(item) === null) return { item };
    if (path.endsWith("???")) {
      if (skipMissing) return { item };
      throw optionNeeded(repo, item);
    }
    if (repo.load(path) !== undefined) return this.#expandList(item, at);
    if (item.optional === true) return { item: { ...item, deleted: true } };
    throw notFound(repo, item, at.parent);
  }

  #expandList(item: PlacedItem, at: Place): DefaultsTree {
    const { repo, choices, appended, warn } = this.#request;
    const loaded = repo.load(configPath(item));
    if (loaded === undefined) return { item };
    const { items, selfAdded } = ownList(item, loaded, item.primary === true ? appended : [], warn);
    takeOverrides(item, items, choices, at);
    const below = this.#below(item, at);
    const chosen = [...items];
    const children: DefaultsTree[] = [];
    const pending: number[] = [];
    for (const [index, child] of [...items.entries()].reverse()) {
      if (child.override === true) continue;
      const choice = choices.apply(child);
      chosen[index] = choice;
      if (isSelf(child)) children.push({ item: child });
      else if (Array.isArray(choice.choice)) children.push(...this.#expandOptions(choice, below));
      else if (isInterpolated(choice)) pending.push(children.push({ item: choice }) - 1);
      else children.push(this.expand(choice, below));
    }
    const written = chosen.filter((child) => !(selfAdded && isSelf(child)));
    this.#expandPending(children, pending, written, below);
    return children.length === 0 ? { item } : { item, children: children.reverse() };
  }

  /** Interpolated choices come last, when every other choice of the list is known. */
  #expandPending(
    children: DefaultsTree[],
    pending: readonly number[],
    items: readonly PlacedItem[],
    below: Place,
  ): void {
    if (pending.length === 0) return;
    const { choices, context } = this.#request;
    const known = { choices: new Map(choices.known), items };
    for (const index of pending) {
      const child = children[index];
      if (child === undefined) continue;
      const resolved = resolveChoice(child.item, known, context);
      children[index] = this.expand(resolved, { ...below, interpolated: true });
    }
  }

  #expandOptions(item: PlacedItem, below: Place): DefaultsTree[] {
    const options = Array.isArray(item.choice) ? item.choice.toReversed() : [];
    return options.map((option: string) => {
      if (option.includes("${") && below.parent !== undefined)
        throw new ConfigError(
          "composition",
          `In '${configPath(below.parent)}': Defaults List interpolation is not supported in options list items`,
        );
      const { group, ...rest } = item;
      return this.expand({ ...rest, choice: `${group}/${option}` }, below);
    });
  }

  #below(item: PlacedItem, at: Place): Place {
    const path = configPath(item);
    const place = `${path}@${finalPackage(item)}`;
    this.#count++;
    if (at.above.includes(place)) throw endless([...at.above, place], "come back to where they began");
    if (at.above.length >= MAX_DEPTH) throw endless(at.above, `are nested more than ${MAX_DEPTH} deep`);
    if (this.#count > MAX_CONFIGS) throw endless(at.above, `name more than ${MAX_CONFIGS} configs`);
    return { parent: item, above: [...at.above, place], interpolated: at.interpolated };
  }
}

function endless(above: readonly string[], what: string): ConfigError {
  const paths = above.map((place) => `'${place.slice(0, place.lastIndexOf("@"))}'`);
  return new ConfigError("composition", `The defaults lists ${what}: ${paths.slice(-5).join(" → ")}`);
}
