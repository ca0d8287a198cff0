import { ConfigError } from "../../error.js";
import { strNode } from "../create.js";
import { isInterpolation } from "../node.js";
import { pythonText } from "../python-text.js";
import type { Found } from "./context.js";
import { evaluate, type Site } from "./evaluate.js";
import { parseText } from "./grammar/parse.js";
import { fullKey } from "./place.js";
import { countStep, follow, type Session, type Trail } from "./session.js";

/**
 * Follows the interpolation that a value is, if it is one.
 * @returns what it stands for: another value of the config with its own place, what a resolver gave, or a new
 * string; a value that is no interpolation is returned as it is.
 * @throws ConfigError (interpolation) with the key and origin of the value; (parse) for text that cannot be read.
 */
export function dereference(session: Session, found: Found, trail?: Trail): Found {
  const { node, place } = found;
  if (found.plain || !isInterpolation(node)) return found;
  countStep(session);
  const { parent } = place;
  if (parent === undefined)
    throw new ConfigError("interpolation", "Cannot resolve interpolation for a node without a parent");
  const site: Site = { session, parent, place, trail: follow(place, trail) };
  try {
    const parts = parseText(node.value);
    const [only] = parts;
    if (parts.length === 1 && typeof only === "object") return evaluate(only, site);
    const text = parts.map((part) =>
      typeof part === "string" ? part : pythonText(evaluate(part, site).node),
    );
    return { node: strNode(text.join(""), node.origin), place, plain: true };
  } catch (error) {
    throw located(error, found);
  }
}

function located(error: unknown, { node, place }: Found): unknown {
  if (!(error instanceof ConfigError) || (error.key !== undefined && error.origin !== undefined))
    return error;
  const { kind, message, column, cause } = error;
  return new ConfigError(kind, message, {
    origin: error.origin ?? node.origin,
    key: error.key ?? fullKey(place),
    ...(column === undefined ? {} : { column }),
    ...(cause === undefined ? {} : { cause }),
  });
}
