import { ConfigError } from "../error.js";
import { didYouMean } from "../nearest-name.js";
import type { ConfigNode } from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";

/**
 * @param key the key that names the part by its `_target_`: `hydra.sweeper`.
 * @returns the part of that name, the program's own ones first.
 * @throws ConfigError (validation) naming those that there are.
 */
export function pickPart<T>(
  key: string,
  target: ConfigNode | undefined,
  builtIn: ReadonlyMap<string, T>,
  own: ReadonlyMap<string, T> = new Map(),
): T {
  const name = target === undefined ? "" : pythonText(target);
  const part = own.get(name) ?? builtIn.get(name);
  if (part !== undefined) return part;
  const names = [...own.keys(), ...builtIn.keys()];
  throw new ConfigError(
    "validation",
    `${key}._target_ is '${name}', which is not here. Known: ${names.join(", ")}${didYouMean(name, names)}`,
    { key: `${key}._target_`, ...(target && { origin: target.origin }) },
  );
}
