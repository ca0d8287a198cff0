/** Numbers as the model zoo prints them: Python's `round` and `str` of a double. */

/**
 * @returns the double nearest to `value` with `digits` decimals, ties to the even digit as in Python's `round`.
 */
export function roundHalfEven(value: number, digits: number): number {
  const rounded = Number(value.toFixed(digits));
  if (!isTie(value, digits)) return rounded;
  const unit = 10 ** digits;
  const below = Math.floor(Math.abs(value) * unit);
  const even = below % 2 === 0 ? below : below + 1;
  return (Math.sign(value) * even) / unit;
}

/** @returns a size in KiB with two decimals. */
export function kib(bytes: number): number {
  return roundHalfEven(bytes / 1024, 2);
}

/** @returns a count in millions with three decimals. */
export function millions(count: number): number {
  return roundHalfEven(count / 1e6, 3);
}

/** @returns the number with at least one decimal, `206.0`. */
export function floatText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** A double has a finite decimal expansion; a tie's ends in a 5 right behind the digits that are kept. */
function isTie(value: number, digits: number): boolean {
  const [, decimals = ""] = value.toFixed(100).split(".");
  return /^50*$/.test(decimals.slice(digits));
}
