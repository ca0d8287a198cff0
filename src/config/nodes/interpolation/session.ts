import { ConfigError } from "../../error.js";
import type { ResolveContext } from "./context.js";
import { fullKey, type Place, samePlace } from "./place.js";

/** Far above what a config needs: a guard against values that double with each interpolation. */
const MAX_STEPS = 200_000;
/** How many interpolations may lead from one to the next, and how deep containers may nest. */
const MAX_TRAIL = 500;

/** One resolution: its world, and how much work it has done. */
export interface Session {
  readonly context: ResolveContext;
  steps: number;
}

/** The values whose interpolations are being followed, innermost first. */
export interface Trail {
  readonly place: Place;
  readonly length: number;
  readonly outer: Trail | undefined;
}

/** @throws ConfigError (interpolation) when the work is beyond every real config's. */
export function countStep(session: Session): void {
  session.steps++;
  if (session.steps > MAX_STEPS)
    throw new ConfigError("interpolation", `Interpolations take more than ${MAX_STEPS} steps to resolve`);
}

/**
 * @returns the trail with one more place.
 * @throws ConfigError (interpolation) naming the cycle, when the place is on the trail already.
 */
export function follow(place: Place, outer: Trail | undefined): Trail {
  for (let at = outer; at !== undefined; at = at.outer)
    if (samePlace(at.place, place)) throw cycle(place, outer);
  return descend(place, outer);
}

/** @returns the trail with one more place, which cannot be on it yet. */
export function descend(place: Place, outer: Trail | undefined): Trail {
  const length = (outer?.length ?? 0) + 1;
  if (length > MAX_TRAIL)
    throw new ConfigError("interpolation", `More than ${MAX_TRAIL} levels of interpolations and containers`);
  return { place, length, outer };
}

function cycle(place: Place, trail: Trail | undefined): ConfigError {
  const names = [fullKey(place)];
  for (let at = trail; at !== undefined; at = at.outer) {
    names.unshift(fullKey(at.place) || "the root");
    if (samePlace(at.place, place)) break;
  }
  return new ConfigError("interpolation", `Recursive interpolation detected: ${names.join(" -> ")}`, {
    key: fullKey(place),
  });
}
