import type { Repository } from "../defaults/repository.js";

export interface GroupSuggestions {
  readonly words: readonly string[];
  /** Whether the word names a config group and its options are asked for, so that no config key is meant. */
  readonly ofOptions: boolean;
}

/**
 * @returns the groups that go on from a word (`db`: only options below it, so `db=`; only groups, so `db/`), or
 * behind `=` the options of the group. A `+` or `~` in front stays there; a group's name does not begin with `/`.
 */
export function completeGroup(word: string, repo: Repository): GroupSuggestions {
  const prefix = /^[+~]/.exec(word)?.[0] ?? "";
  const rest = word.slice(prefix.length);
  if (rest.startsWith("/")) return { words: [], ofOptions: false };
  const equals = rest.lastIndexOf("=");
  if (equals === -1) {
    const names = groupsFrom(rest, repo).map((group) => group + ending(group, repo, prefix));
    return { words: names.map((name) => prefix + name), ofOptions: false };
  }
  const group = rest.slice(0, equals);
  const options = repo.options(group);
  const names = options.map((option) => (group === "" ? option : `${group}=${option}`));
  return {
    words: names.filter((name) => name.startsWith(rest)).map((name) => prefix + name),
    ofOptions: options.length > 0,
  };
}

function groupsFrom(word: string, repo: Repository): string[] {
  const parent = word.slice(0, Math.max(0, word.lastIndexOf("/")));
  const names = repo.groups(parent).map((name) => (parent === "" ? name : `${parent}/${name}`));
  return names.filter((name) => name.startsWith(word));
}

function ending(group: string, repo: Repository, prefix: string): string {
  const hasGroups = repo.groups(group).length > 0;
  const hasOptions = repo.options(group).length > 0;
  if (!hasGroups && hasOptions && prefix !== "~") return "=";
  return hasGroups && !hasOptions ? "/" : "";
}
