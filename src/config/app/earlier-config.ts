import { dirname, join } from "node:path";
import { ConfigError } from "../error.js";
import { nodeFiles } from "../node-files.js";
import type { MapNode } from "../nodes/node.js";
import { loadConfig } from "../yaml/load-config.js";

const CONFIG = "config.yaml";
const HYDRA = "hydra.yaml";

/**
 * @param path a job's directory, the folder in it (`.hydra`), or any file of that folder; absolute. Hydra names a
 * `config.pickle` there; the YAML files beside it say the same.
 * @param shown how messages name the path.
 * @returns the config that the job ran with, with its `hydra` node.
 * @throws ConfigError: missing_config (no such files), parse, validation.
 */
export function earlierConfig(path: string, shown: string): MapNode {
  for (const folder of [path, join(path, ".hydra"), dirname(path)]) {
    const config = load(join(folder, CONFIG));
    const hydra = load(join(folder, HYDRA));
    if (config !== undefined && hydra !== undefined)
      return { ...config, entries: new Map([...hydra.entries, ...config.entries]) };
  }
  throw new ConfigError("missing_config", `File ${shown} does not exist!`);
}

function load(path: string): MapNode | undefined {
  const text = nodeFiles.kind(path) === "file" ? nodeFiles.read(path) : undefined;
  if (text === undefined) return undefined;
  const node = loadConfig(text, path);
  if (node.kind === "map") return node;
  throw new ConfigError("validation", `${path} holds no mapping`);
}
