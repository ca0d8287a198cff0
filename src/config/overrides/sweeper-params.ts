import { ConfigError } from "../error.js";
import type { MapNode } from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";

/**
 * @returns `hydra.sweeper.params` as override texts, to be put in front of those of the command line: `1` is the
 * text `1`, `1,2` and `range(3)` are sweeps.
 * @throws ConfigError (validation) for a value that is no text or number: Hydra's own schema allows only those.
 */
export function sweeperParams(params: MapNode): string[] {
  return [...params.entries.values()].map(({ key, value }) => {
    if (value.kind === "list" || value.kind === "map" || value.kind === "null")
      throw new ConfigError(
        "validation",
        `hydra.sweeper.params: '${String(key)}' must be text, not a ${value.kind}`,
        {
          origin: value.origin,
          key: `hydra.sweeper.params.${String(key)}`,
        },
      );
    return `${String(key)}=${pythonText(value)}`;
  });
}
