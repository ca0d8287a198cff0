import { TrackingError } from "../tracking-error.js";

/**
 * Refuses a path that leaves the run's artifacts.
 * @param path with forward slashes, relative
 * @throws TrackingError `invalid_value`
 */
export function checkArtifactPath(path: string): void {
  if (path.split("/").every((part) => part !== "" && part !== "." && part !== "..")) return;
  throw new TrackingError(
    `artifact path ${JSON.stringify(path)} must be relative, without empty parts, "." and ".."`,
    { code: "invalid_value" },
  );
}
