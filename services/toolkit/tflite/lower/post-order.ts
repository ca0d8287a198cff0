/** What is reached from the roots, each thing after all that was first reached from it. */
export function postOrder<Thing>(roots: readonly Thing[], next: (thing: Thing) => readonly Thing[]): Thing[] {
  const left: Thing[] = [];
  const entered = new Set<Thing>();
  const stack = roots.toReversed().map((thing) => ({ thing, isDone: false }));
  for (let work = stack.pop(); work !== undefined; work = stack.pop()) {
    const { thing, isDone } = work;
    if (isDone) left.push(thing);
    if (isDone || entered.has(thing)) continue;
    entered.add(thing);
    stack.push({ thing, isDone: true });
    for (const other of next(thing).toReversed()) stack.push({ thing: other, isDone: false });
  }
  return left;
}
