/**
 * @param index the job's number in its sweep
 * @param swept the overrides that differ from job to job, without secrets
 * @returns a name whose first characters differ, since MLflow's table cuts names early: `3 granularity=per_tensor
 *   split=0.5`. Of each key the last parts stand that tell it from the others.
 */
export function jobName(index: number, swept: readonly string[]): string {
  const pairs = swept.map(pairOf);
  const keys = pairs.map(({ key }) => key);
  return [String(index), ...pairs.map(({ key, value }) => `${shortened(key, keys)}=${value}`)].join(" ");
}

/** @returns key and value of an override: `+a.b=1` is `1` at `a.b`; a deletion, `~a.b`, has no value. */
export function pairOf(override: string): { readonly key: string; readonly value: string } {
  const [, key = override, value = ""] = /^[+~]*([^=]*)=?(.*)$/s.exec(override) ?? [];
  return { key, value };
}

function shortened(key: string, keys: readonly string[]): string {
  const parts = key.split(".");
  for (let count = 1; count < parts.length; count++) {
    const tail = parts.slice(-count).join(".");
    if (keys.every((other) => other === key || !`.${other}`.endsWith(`.${tail}`))) return tail;
  }
  return key;
}
