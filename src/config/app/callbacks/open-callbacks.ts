import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import { pythonText } from "../../nodes/python-text.js";
import { keyText, toPlain } from "../../nodes/to-plain.js";
import type { Program } from "../program.js";
import type { Callback, CallbackEvent } from "./callback.js";

export interface Callbacks {
  /** Calls every callback, those for an end in reverse order; what one throws is a warning. */
  notify(event: CallbackEvent, call: (callback: Callback) => unknown): Promise<void>;
}

/**
 * @returns the callbacks that `hydra.callbacks` names by their `_target_`. One that the program does not have, as
 * every one in Python, is told of and left out.
 * @throws ConfigError (interpolation); what a factory throws.
 */
export function openCallbacks({ options, warn, context }: Program, config: MapNode): Callbacks {
  const node = resolveAt(config, "hydra.callbacks", context(undefined));
  const entries = node?.kind === "map" ? [...node.entries.values()] : [];
  const all: { readonly name: string; readonly callback: Callback }[] = [];
  for (const { key, value } of entries) {
    const target = value.kind === "map" ? value.entries.get("_target_")?.value : undefined;
    const name = target === undefined ? "" : pythonText(target);
    const make = options.callbacks?.get(name);
    if (make === undefined)
      warn(`hydra.callbacks.${keyText(key)}: there is no callback '${name}' here; it is left out.`);
    else all.push({ name, callback: make(toPlain(value)) });
  }
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
