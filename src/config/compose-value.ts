import { compose } from "./compose.js";
import type { ComposeOptions } from "./composition.js";
import { resolve } from "./nodes/interpolation/resolve.js";
import { type Plain, toPlain } from "./nodes/to-plain.js";
import { resolveContext } from "./resolve-context.js";

/** Checks a plain value and gives it its type: a schema's parse function, or a guard that throws. */
export interface TypedOptions<T> extends ComposeOptions {
  readonly parse: (value: Plain) => T;
}

/**
 * Composes a config and gives its values: interpolations resolved, without the `hydra` node, as plain objects
 * (without a prototype), arrays and scalars. A value that is still missing is the text `???`.
 * @returns what `parse` makes of them; without it, the values.
 * @throws ConfigError as `compose`; (interpolation) for one that cannot be resolved; what `parse` throws.
 */
export function composeValue<T>(options: TypedOptions<T>): T;
export function composeValue(options: ComposeOptions): Plain;
export function composeValue<T>(options: ComposeOptions & Partial<TypedOptions<T>>): T | Plain {
  const { config, job } = compose(options);
  const value = toPlain(resolve(job, resolveContext({ ...options, config })));
  return options.parse === undefined ? value : options.parse(value);
}
