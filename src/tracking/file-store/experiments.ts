import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeFolder } from "../../disk/make-folder.js";
import { TrackingError } from "../tracking-error.js";
import { yamlText } from "../yaml-text.js";
import { META_FILE, readMeta } from "./meta-yaml.js";
import { type Staging, writeDurably } from "./staging.js";

const TRASH_FOLDER = ".trash";
const DEFAULT_EXPERIMENT = { id: "0", name: "Default" };
const ID_DIGITS = 18;
/** Ids tried for one name; a second is needed only after an experiment was renamed. */
const MAX_IDS = 100;

/** Makes the store's root as MLflow makes it: `.trash` and the experiment 0, `Default`. */
export async function ensureRoot(root: string, staging: Staging): Promise<void> {
  makeFolder(join(root, TRASH_FOLDER));
  const places = [join(root, DEFAULT_EXPERIMENT.id), join(root, TRASH_FOLDER, DEFAULT_EXPERIMENT.id)];
  for (const place of places) if (await readMeta(place)) return;
  await createExperiment(root, DEFAULT_EXPERIMENT.id, DEFAULT_EXPERIMENT.name, staging);
}

/**
 * Finds or makes an experiment. The id follows from the name and the folder takes its name in one step that only
 * one can win: however many processes ask at once, and wherever one is killed, there is one whole experiment.
 * @returns its id
 * @throws TrackingError `deleted` when the name belongs to a deleted experiment
 */
export async function ensureExperiment(root: string, name: string, staging: Staging): Promise<string> {
  const existing = await findExperiment(root, name);
  if (existing !== undefined) return existing;
  if ((await findExperiment(join(root, TRASH_FOLDER), name)) !== undefined)
    throw deletedExperiment(root, name);
  for (let attempt = 0; attempt < MAX_IDS; attempt += 1) {
    const id = experimentId(name, attempt);
    if (await createExperiment(root, id, name, staging)) return id;
    const owner = await readMeta(join(root, id));
    if (owner?.get("name") === name) return id;
  }
  throw new TrackingError(`No free id for the experiment ${JSON.stringify(name)} in ${root}`, {
    code: "disk",
  });
}

async function findExperiment(folder: string, name: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.endsWith(TRASH_FOLDER)) continue;
    const meta = await readMeta(join(folder, entry.name));
    if (meta?.get("name") === name) return entry.name;
  }
  return undefined;
}

function createExperiment(root: string, id: string, name: string, staging: Staging): Promise<boolean> {
  const folder = join(root, id);
  const now = Date.now();
  const meta = yamlText({
    artifact_location: pathToFileURL(folder).href,
    creation_time: now,
    experiment_id: id,
    last_update_time: now,
    lifecycle_stage: "active",
    name,
  });
  return staging.createFolder(folder, (staged) => writeDurably(join(staged, META_FILE), meta));
}

/** Digits only and 18 of them, as MLflow makes ids. */
function experimentId(name: string, attempt: number): string {
  const digest = createHash("sha256").update(`${attempt}:${name}`).digest("hex");
  const lowest = 10n ** BigInt(ID_DIGITS - 1);
  return String(lowest + (BigInt(`0x${digest}`) % (9n * lowest)));
}

function deletedExperiment(root: string, name: string): TrackingError {
  return new TrackingError(
    `The experiment ${JSON.stringify(name)} was deleted in ${root} and still owns its name: restore it, remove it ` +
      `from ${join(root, TRASH_FOLDER)}, or choose another general.project_name`,
    { code: "deleted" },
  );
}
