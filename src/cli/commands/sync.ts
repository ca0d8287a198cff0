import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import { resolveContext } from "../../config/resolve-context.js";
import { loadYaml } from "../../config/yaml/load.js";
import { deliver } from "../../tracking/delivery/delivery.js";
import { parseTrackingUri } from "../../tracking/uri.js";
import { CliError } from "../cli-error.js";
import { EXIT, type World } from "../world.js";

/** A person waits for this command and can interrupt it. */
const PATIENCE_MS = 600_000;

export interface SyncRequest {
  readonly directory: string;
  /** Where to; what the run's own configuration says when absent. */
  readonly uri?: string | undefined;
}

/** Delivers to MLflow what a run directory still holds. @returns the exit code: 1 when something is left. */
export async function sync({ directory, uri }: SyncRequest, world: World): Promise<number> {
  const runDirectory = resolve(world.cwd, directory);
  if (!existsSync(join(runDirectory, "run.jsonl"))) {
    throw new CliError(`${directory} is not a run directory.`, "It has no run.jsonl.");
  }
  const target = uri === undefined ? configuredTarget(runDirectory, world) : parseTrackingUri(uri, world.cwd);
  const report = await deliver({ runDirectory, target, env: { ...world.env }, timeoutMs: PATIENCE_MS });
  for (const warning of report.warnings) world.stderr.write(`${warning}\n`);
  const { params, tags, metrics, artifacts } = report.delivered;
  world.stdout.write(
    `Delivered ${params} params, ${metrics} metric points, ${tags} tags, ${artifacts} files: ${report.place ?? "nowhere"}\n`,
  );
  if (report.complete) return EXIT.ok;
  world.stderr.write(`Not everything could be delivered: ${report.problem ?? "something is left"}\n`);
  return EXIT.failed;
}

/** The `mlflow.uri` that the run was made with; a relative folder is relative to where it was started. */
function configuredTarget(runDirectory: string, { env, cwd }: World) {
  const read = (name: string) => {
    const file = join(runDirectory, ".hydra", name);
    if (!existsSync(file))
      throw new CliError(`${file} is missing.`, "Name the store: stm32ai_main sync RUN_DIR URI");
    return loadYaml(readFileSync(file, "utf8"), file);
  };
  const context = resolveContext({ env });
  const uri = resolveAt(read("config.yaml"), "mlflow.uri", context);
  const from = resolveAt(read("hydra.yaml"), "hydra.runtime.cwd", context);
  if (uri?.kind !== "str") throw new CliError("The run's configuration names no mlflow.uri.");
  return parseTrackingUri(uri.value, from?.kind === "str" ? from.value : cwd);
}
