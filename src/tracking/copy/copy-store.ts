import { join } from "node:path";
import { addCounts, type Counts, NOTHING } from "../delivery/counts.js";
import { diskError } from "../disk-error.js";
import { filesBelow } from "../files-below.js";
import type { ModelFolder } from "../model-folder.js";
import { TrackingError } from "../tracking-error.js";
import { CLIENT_TAG, PARENT_TAG, type RunHandle, type Tag, type TrackingStore } from "../tracking-store.js";
import { cutText, MAX_PARAM_LENGTH, MAX_TAG_LENGTH } from "../validation/text.js";
import { copiedModel } from "./copied-model.js";
import { CopiedRuns, stampOf } from "./copied-runs.js";
import { storedMetrics } from "./stored-metrics.js";
import { type StoredModel, StoredModels } from "./stored-models.js";
import { type StoredRun, storedRuns } from "./stored-run.js";

/** The tag of a copied run that holds its id in the store it came from. */
export const SOURCE_TAG = "stm32ai.source_run_id";

export interface CopyReport {
  /** Runs that the target has whole; `copied` of them were new to it or had changed. */
  readonly runs: number;
  readonly copied: number;
  readonly counts: Counts;
  /** Logged models of the copied runs. */
  readonly models: number;
  readonly warnings: readonly string[];
}

/**
 * Copies every run of a file store: parameters, metrics with their steps and times, tags, datasets, artifacts,
 * logged models and status, a child below the copy of its parent. What the target has already is not stored again: a
 * run is found by the tag `stm32ai.run_id`, and one that was copied whole is passed over until it changes. May be
 * broken off at any place and called again.
 * @param root absolute path of the file store
 * @throws TrackingError when the target cannot be told; `disk` for a folder of the store that cannot be read
 */
export async function copyStore(root: string, target: TrackingStore): Promise<CopyReport> {
  const known = CopiedRuns.load(root, target.location);
  const handles = new Map<string, RunHandle>();
  const warnings = new Set<string>();
  const storedModels = new StoredModels();
  let [runs, copied, models, counts] = [0, 0, 0, NOTHING];
  for await (const run of storedRuns(root)) {
    const made = await storedModels.of(run);
    const stamp = await stampOf([run.folder, ...made.map(({ folder }) => folder)]);
    const before = known.get(run.runId);
    const isCopied = before?.stamp === stamp && (await target.hasRun(before));
    if (!isCopied) {
      const done = await copyRun(run, made, { target, handles, warnings });
      counts = sum(counts, done.counts);
      models += done.models;
      copied += 1;
      handles.set(run.runId, done.handle);
      await known.add(run.runId, { ...done.handle, stamp }).catch((error: unknown) => {
        warnings.add(
          diskError("what is copied cannot be noted, and is copied again the next time", error).message,
        );
      });
    } else {
      handles.set(run.runId, before);
    }
    runs += 1;
  }
  return { runs, copied, counts, models, warnings: [...warnings] };
}

interface Copying {
  readonly target: TrackingStore;
  /** Runs of the target by their id in the source. */
  readonly handles: ReadonlyMap<string, RunHandle>;
  readonly warnings: Set<string>;
}

interface Copied {
  readonly handle: RunHandle;
  readonly counts: Counts;
  readonly models: number;
}

async function copyRun(
  run: StoredRun,
  made: readonly StoredModel[],
  { target, handles, warnings }: Copying,
): Promise<Copied> {
  const told = (messages: readonly string[]) => {
    for (const message of messages) warnings.add(`run ${run.name}: ${message}`);
  };
  const clientId = run.tags.find(({ key }) => key === CLIENT_TAG)?.value ?? run.runId;
  const tags = tagsOf(run, handles);
  const { experiment, name, user, startTime } = run;
  const handle = await target.openRun({ clientId, experiment, name, user, startTime, tags });
  const first = { params: run.params.map((param) => cut(param, MAX_PARAM_LENGTH)), tags, metrics: [] };
  told(await target.logBatch(handle, first));
  let counts = addCounts(NOTHING, first);
  for await (const metrics of storedMetrics(run.folder)) {
    const batch = { params: [], tags: [], metrics };
    told(await target.logBatch(handle, batch));
    counts = addCounts(counts, batch);
  }
  if (run.inputs.length > 0) told(await target.logInputs(handle, run.inputs));
  const files = join(run.folder, "artifacts");
  for await (const path of filesBelow(files)) {
    const put = () => target.putArtifact(handle, path, join(files, path));
    const isStored = await unlessRefused(`artifact ${path}`, put, told);
    counts = { ...counts, artifacts: counts.artifacts + (isStored ? 1 : 0) };
  }
  const models = await copyModels(made, (model) => target.copyModel(handle, model), told);
  if (run.end) await target.finishRun(handle, run.end.status, run.end.time);
  return { handle, counts, models };
}

type Tell = (messages: readonly string[]) => void;

/** @returns how many were copied; one whose files are not all there yet is passed over. */
async function copyModels(
  made: readonly StoredModel[],
  copy: (model: ModelFolder) => Promise<readonly string[]>,
  told: Tell,
): Promise<number> {
  let copied = 0;
  for (const model of made) {
    const { name } = model;
    if (!model.isReady) {
      told([`model ${name} was not copied: its upload has not ended`]);
      continue;
    }
    const isAlone = made.filter((other) => other.name === name).length === 1;
    const folder = await copiedModel(model, isAlone);
    if (await unlessRefused(`model ${name}`, () => copy(folder), told)) copied += 1;
    if (model.hasMetrics) told([`the metrics of model ${name} are the run's now, no more the model's`]);
  }
  return copied;
}

/** What the target refuses for its name keeps nothing else from being copied. */
async function unlessRefused(
  what: string,
  store: () => Promise<readonly string[]>,
  told: Tell,
): Promise<boolean> {
  try {
    told(await store());
    return true;
  } catch (error) {
    if (!(error instanceof TrackingError) || (error.code !== "refused" && error.code !== "invalid_value"))
      throw error;
    told([`${what} was not stored: ${error.message}`]);
    return false;
  }
}

/** A parent has another id in the target. */
function tagsOf({ runId, tags }: StoredRun, handles: ReadonlyMap<string, RunHandle>): Tag[] {
  const kept = tags.filter(({ key }) => key !== CLIENT_TAG);
  const named = kept.map(({ key, value }) => {
    const parent = key === PARENT_TAG ? handles.get(value) : undefined;
    return cut({ key, value: parent?.runId ?? value }, MAX_TAG_LENGTH);
  });
  return [...named, { key: SOURCE_TAG, value: runId }];
}

function cut({ key, value }: Tag, limit: number): Tag {
  return { key, value: cutText(value, limit) };
}

function sum(one: Counts, other: Counts): Counts {
  return {
    params: one.params + other.params,
    tags: one.tags + other.tags,
    metrics: one.metrics + other.metrics,
    artifacts: one.artifacts + other.artifacts,
  };
}
