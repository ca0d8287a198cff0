const INTEGER = /^[+-]?[0-9]+(?:_[0-9]+)*$/;

/** @returns the number that Python's `int` reads from a text (spaces around it, a sign, underscores), or undefined. */
export function pythonInteger(text: string): number | undefined {
  const trimmed = text.trim();
  return INTEGER.test(trimmed) ? Number(trimmed.replaceAll("_", "")) : undefined;
}
