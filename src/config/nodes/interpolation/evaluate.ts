import { ConfigError } from "../../error.js";
import { listNode, mapNode, scalarNode, strNode } from "../create.js";
import type { ConfigNode, Key } from "../node.js";
import { pythonText } from "../python-text.js";
import type { ScalarValue } from "../scalar.js";
import type { Found, ResolverSite } from "./context.js";
import { deepResolve } from "./deep-resolve.js";
import type { Element, Interpolation, NodeReference, ResolverCall } from "./grammar/ast.js";
import { parseElement } from "./grammar/parse.js";
import { lookUp, startOf } from "./look-up.js";
import { fullKey, type Place, samePlace } from "./place.js";
import type { Session, Trail } from "./session.js";

/** Where an interpolation is evaluated. */
export interface Site {
  readonly session: Session;
  /** The container of the value with the interpolation: where relative keys begin. */
  readonly parent: Place;
  /** That value. */
  readonly place: Place;
  readonly trail: Trail;
}

/** @returns what an interpolation stands for. */
export function evaluate(interpolation: Interpolation, site: Site): Found {
  return interpolation.type === "node" ? reference(interpolation, site) : call(interpolation, site);
}

function reference({ key: pieces }: NodeReference, site: Site): Found {
  const key = joined(pieces, site, "config key");
  const { container, rest } = referenceStart(key, site.parent);
  const target = find(container, rest, site);
  if (target === undefined) {
    const fallback = rest === key && pieces.length === 1 ? site.session.context.fallback?.(key) : undefined;
    if (fallback !== undefined) return data(fallback, site);
    throw new ConfigError("interpolation", `Interpolation key '${rest}' not found`);
  }
  for (let at: Place | undefined = site.parent; at !== undefined; at = at.parent)
    if (samePlace(at, target.place))
      throw new ConfigError("interpolation", "Interpolation to parent node detected");
  return target;
}

function referenceStart(key: string, parent: Place): { container: Place; rest: string } {
  try {
    return startOf(key, parent);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError("interpolation", `ConfigKeyError while resolving interpolation: ${error.message}`, {
      cause: error,
    });
  }
}

function find(container: Place, key: string, { session, trail }: Site): Found | undefined {
  try {
    return lookUp(session, container, key, { throwOnMissing: true, throughScalar: "error" }, trail);
  } catch (error) {
    if (!(error instanceof ConfigError) || error.kind === "interpolation" || error.kind === "parse")
      throw error;
    const name = error.kind === "missing_value" ? "MissingMandatoryValue" : "ConfigTypeError";
    throw new ConfigError("interpolation", `${name} while resolving interpolation: ${error.message}`, {
      cause: error,
    });
  }
}

function joined(pieces: NodeReference["key"], site: Site, what: string): string {
  const texts = pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const { node } = evaluate(piece, site);
    if (node.kind === "str") return node.value;
    throw new ConfigError(
      "interpolation",
      `An interpolation inside a ${what} should return a string, but returned '${pythonText(node)}' (${node.kind})`,
    );
  });
  return texts.join("");
}

function call({ name: pieces, args, argTexts }: ResolverCall, site: Site): Found {
  const name = joined(pieces, site, "resolver name");
  const { context } = site.session;
  const resolver = context.resolvers.get(name);
  const values = args.map((argument) => evaluateElement(argument, site, resolver?.copies));
  if (resolver === undefined)
    throw new ConfigError("interpolation", `Unsupported interpolation type ${name}`);
  const cacheKey = resolver.cache ? [name, ...argTexts].join("\0") : undefined;
  const known = cacheKey === undefined ? undefined : context.cache?.get(cacheKey);
  if (known !== undefined) return placed(known, site);
  const result = guarded(() => resolver.call(values, siteOf(site)));
  if (cacheKey !== undefined) context.cache?.set(cacheKey, result);
  return placed(result, site);
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigError && error.kind === "interpolation") throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError("interpolation", `A resolver failed while resolving interpolation: ${message}`, {
      cause: error,
    });
  }
}

function siteOf(site: Site): ResolverSite {
  const { session, parent, place } = site;
  return {
    parent,
    fullKey: fullKey(place),
    context: session.context,
    select: (key: string, { throwOnMissing = false } = {}) => {
      const { container, rest } = startOf(key, parent);
      return lookUp(session, container, rest, { throwOnMissing, throughScalar: "nothing" }, site.trail);
    },
    decode: (text: string) => evaluateElement(parseElement(text), site),
  };
}

function placed(result: ConfigNode | Found, site: Site): Found {
  return "place" in result ? result : data(result, site);
}

/** Data stands where the value stands that asked for it. */
function data(node: ConfigNode, { place: { parent, key } }: Site): Found {
  return { node, place: { node, parent, key }, plain: true };
}

/**
 * @param copies - whether configs inside of a list or mapping keep their interpolations
 * @returns the value of a resolver's argument or of text that `oc.decode` reads.
 */
export function evaluateElement(element: Element, site: Site, copies = false): Found {
  switch (element.type) {
    case "scalar":
      return data(scalarNode(element.value), site);
    case "interpolation":
      return evaluate(element.interpolation, site);
    case "text": {
      const texts = element.parts.map((part) =>
        typeof part === "string" ? part : pythonText(evaluate(part, site).node),
      );
      return data(strNode(texts.join("")), site);
    }
    case "list":
      return data(listNode(element.items.map((item) => inner(item, site, copies))), site);
    case "map": {
      const entries = element.entries.map(
        ([key, value]) => [keyOf(key), inner(value, site, copies)] as const,
      );
      return data(mapNode(entries), site);
    }
  }
}

function inner(element: Element, site: Site, copies: boolean): ConfigNode {
  const { node, ...rest } = evaluateElement(element, site, copies);
  if (copies) return node;
  const resolved = deepResolve(site.session, { node, ...rest });
  return resolved === node ? node : { ...resolved, written: node };
}

function keyOf(scalar: ScalarValue): Key {
  return scalar.kind === "null" ? null : scalar.value;
}
