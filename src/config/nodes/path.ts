const CACHE_LIMIT = 4096;
const cache = new Map<string, readonly string[]>();

/**
 * @returns the parts of a key path as OmegaConf splits it: `a.b[0].c` → `a b 0 c`, `[a].b` → `a b`,
 * `.a` → `"" a`. Between brackets anything but `]` stands; text after `]` without a dot is skipped.
 */
export function splitKey(path: string): readonly string[] {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const parts = path.includes("[") ? splitBrackets(path) : path.split(".");
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(path, parts);
  return parts;
}

function splitBrackets(path: string): readonly string[] {
  let at = headEnd(path);
  const parts = path.slice(0, at).split(".");
  if (path[at] === "[" && parts.at(-1) === "") parts.pop();
  while (at < path.length) {
    if (path[at] === ".") {
      const end = stop(path, at + 1);
      parts.push(path.slice(at + 1, end));
      at = end;
      continue;
    }
    const close = path[at] === "[" ? closing(path, at) : -1;
    if (close === -1) {
      at++;
      continue;
    }
    parts.push(path.slice(at + 1, close));
    at = close + 1;
  }
  return parts;
}

/** The head is leading dots and then everything up to the next dot or bracket. */
function headEnd(path: string): number {
  let at = 0;
  while (path[at] === ".") at++;
  return stop(path, at);
}

function stop(path: string, from: number): number {
  let at = from;
  while (at < path.length && path[at] !== "." && path[at] !== "[") at++;
  return at;
}

/** A bracket never spans lines. */
function closing(path: string, open: number): number {
  const close = path.indexOf("]", open + 1);
  if (close === -1) return -1;
  const lineEnd = path.indexOf("\n", open + 1);
  return lineEnd !== -1 && lineEnd < close ? -1 : close;
}

/** @returns the full key of a child: `a` + `b` → `a.b`, in a list `a` + `0` → `a[0]`. */
export function joinKey(parent: string, key: string, { inList = false } = {}): string {
  if (inList) return `${parent}[${key}]`;
  return parent === "" ? key : `${parent}.${key}`;
}
