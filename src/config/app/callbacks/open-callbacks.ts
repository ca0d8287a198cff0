import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import { pythonText } from "../../nodes/python-text.js";
import { select } from "../../nodes/select.js";
import { keyText, toPlain } from "../../nodes/to-plain.js";
import { pickPart } from "../pick-part.js";
import type { Program } from "../program.js";
import { builtInCallbacks } from "./built-in.js";
import type { Callback, CallbackEvent } from "./callback.js";

export interface Callbacks {
  /** Calls every callback, those for an end in reverse order; what one throws is a warning. */
  notify(event: CallbackEvent, call: (callback: Callback) => unknown): Promise<void>;
}

/**
 * @returns the callbacks that `hydra.callbacks` names by their `_target_`.
 * @throws ConfigError (validation) for one that the program does not have, (interpolation); what a factory throws.
 */
export function openCallbacks({ options, warn, context }: Program, config: MapNode): Callbacks {
  const node = resolveAt(config, "hydra.callbacks", context(undefined));
  const entries = node?.kind === "map" ? [...node.entries.values()] : [];
  const all = entries.map(({ key, value }) => {
    const target = select(value, "_target_");
    const make = pickPart(`hydra.callbacks.${keyText(key)}`, target, builtInCallbacks, options.callbacks);
    return { name: target === undefined ? "" : pythonText(target), callback: make(toPlain(value)) };
  });
  return {
    async notify(event, call) {
      for (const { name, callback } of event.endsWith("End") ? all.toReversed() : all)
        try {
          await call(callback);
        } catch (error) {
          warn(`Callback ${name}.${event} raised ${String(error)}`);
        }
    },
  };
}
