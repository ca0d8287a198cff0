import { isObject } from "../../chain/config-value.js";
import type { Problem, Result } from "../../chain/problem.js";
import type { JsonObject } from "../../schema/json.js";
import { TrackingError } from "../../tracking/tracking-error.js";
import { parseTrackingUri, type TrackingTarget } from "../../tracking/uri.js";
import type { World } from "../world.js";

/** Where a run is tracked, and how. */
export interface Tracking {
  readonly target: TrackingTarget;
  /** How long the end of the run waits for the store. */
  readonly patienceMs: number;
}

/** Where MLflow is told, when neither the configuration nor the environment says. */
export const DEFAULT_STORE = "./experiments_outputs/mlruns";
const URI_VARIABLE = "MLFLOW_TRACKING_URI";
const DEFAULT_PATIENCE_S = 20;

/**
 * Reads the section `mlflow`; a null `uri` means MLFLOW_TRACKING_URI, which counts as unset when it is empty, as in
 * MLflow.
 * @param config checked, or about to be refused: what has the wrong type counts as absent
 * @returns undefined when nothing is tracked.
 */
export function trackingOf(
  { mlflow }: JsonObject,
  { cwd, env }: Pick<World, "cwd" | "env">,
): Result<Tracking | undefined> {
  const { uri, enabled, patience } = isObject(mlflow) ? mlflow : {};
  if (enabled === false) return { ok: true, value: undefined };
  const patienceMs = 1000 * (typeof patience === "number" ? patience : DEFAULT_PATIENCE_S);
  const isNamed = typeof uri === "string";
  try {
    const target = isNamed
      ? parseTrackingUri(uri, cwd)
      : parseTrackingUri(env[URI_VARIABLE] || DEFAULT_STORE, cwd, URI_VARIABLE);
    return { ok: true, value: { target, patienceMs } };
  } catch (error) {
    if (!(error instanceof TrackingError)) throw error;
    const problem: Problem = { code: "bad_tracking_uri", key: "mlflow.uri", message: error.message };
    return { ok: false, problems: [problem] };
  }
}
