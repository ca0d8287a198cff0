import { relative, sep } from "node:path";

/** @returns a path below where the user stands without that part; an address and any other path as they are. */
export function shortened(place: string, cwd: string): string {
  return place.startsWith(`${cwd}${sep}`) ? relative(cwd, place) : place;
}
