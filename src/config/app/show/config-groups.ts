import type { Repository } from "../../defaults/repository.js";

/** @returns every config group with options, `db` and `hydra/job_logging` alike, sorted, to its options. */
export function configGroups(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  const waiting = repository.groups("");
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    const options = repository.options(group);
    if (options.length > 0) groups.set(group, options);
    waiting.push(...repository.groups(group).map((name) => `${group}/${name}`));
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
