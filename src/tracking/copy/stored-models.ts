import { join } from "node:path";
import { type Meta, readMeta } from "../file-store/meta-yaml.js";
import type { Param, Tag } from "../tracking-store.js";
import { integer, isActive, names, pairs, type StoredRun, text } from "./stored-run.js";

/** A logged model as a file store holds it. */
export interface StoredModel {
  readonly modelId: string;
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly type: string;
  /** Whether its files are all there. */
  readonly isReady: boolean;
  readonly createdTime: number;
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  /** Whether it has metrics of its own, beside those of the run. */
  readonly hasMetrics: boolean;
  /** Of the run's output; a model that is none of the run's outputs has none. */
  readonly step?: number;
}

const MODEL_ID = /^[\w-]+$/;
/** MLflow's number for a model whose upload has ended. */
const READY = 2;

/** The logged models of a file store's runs; each experiment is read once. */
export class StoredModels {
  /** Folder of models → their folders by the run that made them. */
  readonly #makers = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();

  /** @returns the models that a run made or that are its outputs; what was deleted is left out. */
  async of({ folder, runId }: Pick<StoredRun, "folder" | "runId">): Promise<readonly StoredModel[]> {
    const root = join(folder, "..", "models");
    const steps = await outputSteps(folder);
    const makers = this.#makers.get(root) ?? modelsByRun(root);
    this.#makers.set(root, makers);
    const made = (await makers).get(runId) ?? [];
    const found: StoredModel[] = [];
    for (const modelId of new Set([...made, ...steps.keys()])) {
      const model = await storedModel(join(root, modelId), modelId);
      const step = steps.get(modelId);
      if (model !== undefined) found.push({ ...model, ...(step !== undefined && { step }) });
    }
    return found;
  }
}

async function modelsByRun(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const models = new Map<string, string[]>();
  for (const modelId of await names(root)) {
    const run = text((await readMeta(join(root, modelId)))?.get("source_run_id"));
    const others = models.get(run) ?? [];
    others.push(modelId);
    models.set(run, others);
  }
  return models;
}

async function outputSteps(run: string): Promise<ReadonlyMap<string, number>> {
  const steps = new Map<string, number>();
  for (const name of await names(join(run, "outputs"))) {
    const output = await readMeta(join(run, "outputs", name));
    const modelId = text(output?.get("source_id"));
    if (MODEL_ID.test(modelId)) steps.set(modelId, integer(output?.get("step")));
  }
  return steps;
}

async function storedModel(folder: string, modelId: string): Promise<StoredModel | undefined> {
  const meta: Meta | undefined = await readMeta(folder);
  if (meta === undefined || !isActive(meta)) return undefined;
  return {
    modelId,
    folder,
    name: text(meta.get("name")) || modelId,
    type: text(meta.get("model_type")),
    isReady: meta.get("status") === READY,
    createdTime: integer(meta.get("creation_timestamp")),
    params: await pairs(join(folder, "params")),
    tags: await pairs(join(folder, "tags")),
    hasMetrics: (await names(join(folder, "metrics"))).length > 0,
  };
}
