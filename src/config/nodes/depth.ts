import { ConfigError } from "../error.js";
import type { Origin } from "./node.js";

/** Containers may nest this deep: far beyond real configs, and safe for every walk over a tree. */
export const MAX_DEPTH = 400;

/** @throws ConfigError (validation) for a container deeper than `MAX_DEPTH`. */
export function checkDepth(depth: number, origin: Origin): void {
  if (depth > MAX_DEPTH)
    throw new ConfigError("validation", `Lists and mappings nested deeper than ${MAX_DEPTH} levels`, {
      origin,
    });
}
