import { TrackingError } from "../tracking-error.js";
import type { DatasetInput, ModelOutput } from "../tracking-store.js";
import { checkLogBatch, isTimestamp } from "./log-batch.js";

/** What MLflow keeps of a dataset's digest, in characters. */
export const MAX_DIGEST_LENGTH = 36;
/** The lengths that MLflow's SQL stores have room for. */
const MAX_NAME_LENGTH = 500;
const MAX_SCHEMA_LENGTH = 65_535;
const MAX_PROFILE_LENGTH = 16_777_215;
const NOT_IN_MODEL_NAME = /[/:.%"']/;

/**
 * Refuses a dataset that a server would refuse or cut.
 * @throws TrackingError `invalid_value` that names it
 */
export function checkDatasetInput(input: DatasetInput): void {
  const { name, digest, sourceType, source, schema = "", profile = "", context = "" } = input;
  for (const text of [name, digest, sourceType, source, schema, profile, context]) {
    if (typeof text !== "string") throw invalid(`dataset ${JSON.stringify(name)}: its fields must be text`);
  }
  checkLength("a dataset's name", name, MAX_NAME_LENGTH);
  const of = (field: string) => `the ${field} of dataset ${JSON.stringify(name)}`;
  checkLength(of("digest"), digest, MAX_DIGEST_LENGTH);
  if (sourceType === "" || source === "") throw invalid(`${of("source")} is empty`);
  if (schema.length > MAX_SCHEMA_LENGTH) throw invalid(`${of("schema")} is longer than ${MAX_SCHEMA_LENGTH}`);
  if (profile.length > MAX_PROFILE_LENGTH) throw invalid(`${of("profile")} is longer than 16 MB`);
}

/**
 * Refuses a model that a server would refuse.
 * @throws TrackingError `invalid_value` that names it
 */
export function checkModelOutput(model: ModelOutput): void {
  checkLength("a model's name", model.name, MAX_NAME_LENGTH);
  const name = `model ${JSON.stringify(model.name)}`;
  if (NOT_IN_MODEL_NAME.test(model.name))
    throw invalid(`${name}: MLflow allows none of / : . % " ' in its name`);
  if (!isTimestamp(model.createdTime))
    throw invalid(`${name}: its time must be integer milliseconds since the epoch, not ${model.createdTime}`);
  if (model.step !== undefined && !Number.isSafeInteger(model.step))
    throw invalid(`${name}: its step must be an integer, not ${model.step}`);
  checkLogBatch({ params: model.params, tags: model.tags, metrics: [] });
}

function checkLength(what: string, text: string, longest: number): void {
  if (text === "") throw invalid(`${what} is empty`);
  if (Array.from(text).length > longest)
    throw invalid(`${what} is longer than ${longest} characters: ${JSON.stringify(text.slice(0, 80))}…`);
}

function invalid(message: string): TrackingError {
  return new TrackingError(message, { code: "invalid_value" });
}
