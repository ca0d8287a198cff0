import { isAbsolute, relative } from "node:path";

/** @returns a path as seen from where the user stands, if that is shorter; an address as it is. */
export function shortened(place: string, cwd: string): string {
  if (!isAbsolute(place)) return place;
  const seen = relative(cwd, place) || ".";
  return seen.length < place.length ? seen : place;
}
