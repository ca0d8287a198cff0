/** How often a case passed by a named rule of its suite where the plain comparison would have failed. */
const counts = new Map<string, number>();

/** Counts one use of a rule. */
export function relaxed(rule: string): void {
  counts.set(rule, (counts.get(rule) ?? 0) + 1);
}

/** @returns a line per rule that was used: its name and how often. */
export function relaxedRules(): string[] {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, count]) => `rule ${rule}: ${count} times`);
}
