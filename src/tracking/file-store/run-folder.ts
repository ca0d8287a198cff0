import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FinalStatus, RunSpec } from "../tracking-store.js";
import { yamlText } from "../yaml-text.js";
import { META_FILE } from "./meta-yaml.js";
import { type Staging, writeDurably } from "./staging.js";

/** MLflow's numbers for a run's status. */
const STATUS_NUMBER = { RUNNING: 1, FINISHED: 3, FAILED: 4, KILLED: 5 };
/** Without one of the first three, MLflow 3 lists the run but does not find it. */
const FOLDERS = ["metrics", "params", "artifacts", "tags"];

/** @returns the run's id, 32 hexadecimal digits that follow from the client's id: a repeated create finds it. */
export function runIdOf(clientId: string): string {
  return createHash("sha256").update(clientId).digest("hex").slice(0, 32);
}

/** Makes a run's folder whole or not at all. @returns false when it is there already. */
export function createRunFolder(
  folder: string,
  experimentId: string,
  spec: RunSpec,
  staging: Staging,
): Promise<boolean> {
  const meta = yamlText({
    artifact_uri: pathToFileURL(join(folder, "artifacts")).href,
    deleted_time: null,
    end_time: null,
    experiment_id: experimentId,
    lifecycle_stage: "active",
    run_id: runIdOf(spec.clientId),
    run_name: spec.name,
    start_time: spec.startTime,
    status: STATUS_NUMBER.RUNNING,
    user_id: spec.user,
  });
  return staging.createFolder(folder, async (staged) => {
    for (const name of FOLDERS) mkdirSync(join(staged, name));
    for (const { key, value } of spec.tags) writeFileSync(join(staged, "tags", key), value);
    await writeDurably(join(staged, META_FILE), meta);
  });
}

/**
 * Writes a run's status and end time into its meta.yaml, where every other line stays as it is: MLflow and its plugins
 * keep more there than is known here.
 * @throws Error for a file that has no line of either; the file system's error
 */
export async function writeStatus(
  folder: string,
  status: FinalStatus | "RUNNING",
  endTime: number | null,
  staging: Staging,
): Promise<void> {
  const path = join(folder, META_FILE);
  const changed = { status: STATUS_NUMBER[status], end_time: endTime };
  let text = readFileSync(path, "utf8");
  for (const [key, value] of Object.entries(changed)) {
    const line = new RegExp(`^${key}:.*$`, "m");
    if (!line.test(text)) throw new Error(`${path} has no line "${key}: …"`);
    text = text.replace(line, `${key}: ${value}`);
  }
  await staging.replaceFile(path, text);
}
