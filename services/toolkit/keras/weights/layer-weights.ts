import { field } from "../config/json-record.js";
import type { Member } from "../config/network.js";
import type { KerasWeight } from "../model.js";

/** The weights of each layer by role. */
export type LayerWeights = Map<Member, Map<string, KerasWeight>>;

/** @returns a look-up of what was read; a layer without weights has an empty map */
export function weightsByRole(weights: LayerWeights) {
  return (member: Member): ReadonlyMap<string, KerasWeight> =>
    weights.get(member) ?? configuredWeights(member) ?? new Map();
}

/**
 * Mean and variance of a Normalization layer that was given them when it was made: its config has them, no data set.
 *
 * @returns their own shape, a scalar's is empty; `undefined` for other layers
 */
function configuredWeights({ className, config }: Member): Map<string, KerasWeight> | undefined {
  if (className !== "Normalization" || field(config, "mean") == null) return undefined;
  const roles = ["mean", "variance"].map((role) => [role, arrayOf(config[role])] as const);
  return new Map(roles);
}

function arrayOf(value: unknown): KerasWeight {
  const shape: number[] = [];
  for (let at = value; Array.isArray(at); at = at[0]) shape.push(at.length);
  const flat = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return { shape, data: Float32Array.from(flat, Number) };
}
