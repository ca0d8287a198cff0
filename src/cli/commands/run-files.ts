import { join } from "node:path";
import { partSecrets } from "../../chain/secrets.js";
import { listNode, mapNode, strNode } from "../../config/nodes/create.js";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { select } from "../../config/nodes/select.js";
import { update } from "../../config/nodes/update.js";
import { dumpYaml } from "../../config/yaml/dump.js";
import { writeHydraFiles } from "../../run/hydra-files.js";
import { CliError } from "../cli-error.js";
import type { PreparedRun } from "../config/prepare-run.js";
import type { Configuration } from "../config/read-configuration.js";

/** Where `hydra.run.dir` leads, and whether its name is made from the time, so that every run has its own. */
export function runDirectoryText({ composition, context }: Configuration): {
  text: string;
  isTimed: boolean;
} {
  const raw = select(composition.config, "hydra.run.dir");
  const value = resolveAt(composition.config, "hydra.run.dir", context);
  if (value?.kind !== "str" || value.value === "") throw new CliError("hydra.run.dir must name a folder.");
  return { text: value.value, isTimed: raw?.kind === "str" && raw.value.includes("${now:") };
}

/**
 * Writes `.hydra/` (or what `hydra.output_subdir` says) into a run directory, without the values of secrets; a null
 * sub-folder writes nothing.
 */
export function writeRunFiles(
  { composition, context }: Configuration,
  { config, services }: PreparedRun,
  directory: string,
): void {
  const subfolder = resolveAt(composition.config, "hydra.output_subdir", context);
  if (subfolder?.kind !== "str") return;
  const secrets = [...partSecrets(config, services).secrets.values()];
  const dump = (node: ConfigNode) => dumpYaml(withoutSecrets(node, secrets));
  const hydra = update(composition.hydra, "runtime.output_dir", strNode(directory));
  writeHydraFiles(join(directory, subfolder.value), {
    config: dump(composition.job),
    hydra: dump(mapNode([["hydra", hydra]])),
    overrides: dump(listNode(composition.taskOverrides.map((text) => strNode(text)))),
  });
}

/** A secret is masked wherever its text stands: in its section, and in the overrides that Hydra's node repeats. */
function withoutSecrets(node: ConfigNode, secrets: readonly string[]): ConfigNode {
  if (secrets.length === 0) return node;
  if (node.kind === "list")
    return { ...node, items: node.items.map((item) => withoutSecrets(item, secrets)) };
  if (node.kind === "map") {
    const entries = [...node.entries].map(
      ([id, { key, value }]) => [id, { key, value: withoutSecrets(value, secrets) }] as const,
    );
    return { ...node, entries: new Map(entries) };
  }
  if (node.kind !== "str") return node;
  const value = secrets.reduce(
    (text, secret) => (secret === "" ? text : text.replaceAll(secret, "***")),
    node.value,
  );
  return { ...node, value };
}
