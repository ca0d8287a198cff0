import { FileStore } from "./file-store/file-store.js";
import type { RetryPolicy } from "./retry.js";
import type { TrackingStore } from "./tracking-store.js";
import type { TrackingTarget } from "./uri.js";

export interface ConnectOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly retry?: RetryPolicy;
  /** Ends every request, present and future. */
  readonly signal?: AbortSignal;
}

/** @returns the store at a target. Asks nothing of it yet; the REST client is loaded only for a server. */
export async function connect(target: TrackingTarget, options: ConnectOptions = {}): Promise<TrackingStore> {
  if (target.kind === "folder") return new FileStore(target.path);
  const { MlflowClient } = await import("./rest/mlflow-client.js");
  const { RestStore } = await import("./rest/rest-store.js");
  return new RestStore(new MlflowClient(target, options));
}

/** @returns what `TrackingStore.location` of this target will be. */
export function locationOf(target: TrackingTarget): string {
  return target.kind === "folder" ? target.path : target.url;
}
