import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** YAML texts as Hydra writes them. */
export interface HydraFiles {
  /** The job's config, without the `hydra` node. */
  readonly config: string;
  readonly hydra: string;
  /** The list of the task's overrides. */
  readonly overrides: string;
}

/**
 * Writes `config.yaml`, `hydra.yaml` and `overrides.yaml`.
 *
 * @param folder `.hydra` of the run directory, or what `hydra.output_subdir` names; absolute
 * @throws a system error when it cannot be written.
 */
export function writeHydraFiles(folder: string, { config, hydra, overrides }: HydraFiles): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.yaml"), config);
  writeFileSync(join(folder, "hydra.yaml"), hydra);
  writeFileSync(join(folder, "overrides.yaml"), overrides);
}
