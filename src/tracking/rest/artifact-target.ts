import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TrackingError } from "../tracking-error.js";

export type ArtifactTarget =
  | { readonly kind: "proxy"; readonly url: URL }
  | { readonly kind: "folder"; readonly path: string };

const PROXY_PATH = "/api/2.0/mlflow-artifacts/artifacts/";

/**
 * @param artifactUri the run's `artifact_uri` as the server gives it
 * @param path of the file below it, with forward slashes
 * @param server address of the tracking server, whose path prefix is kept
 * @returns where the file goes: an address of the artifacts proxy, or a folder that server and client share
 * @throws TrackingError `artifact_store` for stores that only their own clients write (s3, gs, …)
 */
export function artifactTarget(artifactUri: string, path: string, server: string): ArtifactTarget {
  if (/^mlflow-artifacts:/i.test(artifactUri))
    return { kind: "proxy", url: proxyUrl(artifactUri, path, server) };
  if (/^file:/i.test(artifactUri)) return { kind: "folder", path: join(fileURLToPath(artifactUri), path) };
  if (isAbsolute(artifactUri)) return { kind: "folder", path: join(artifactUri, path) };
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(artifactUri)?.[0] ?? "(a relative path)";
  throw new TrackingError(
    `The server ${server} keeps artifacts in ${scheme}, which it does not write for its clients: start it as ` +
      "mlflow server --serve-artifacts --artifacts-destination <that address>",
    { code: "artifact_store" },
  );
}

function proxyUrl(artifactUri: string, path: string, server: string): URL {
  const [, authority, root = ""] = /^mlflow-artifacts:(?:\/\/([^/]*))?\/*(.*)$/i.exec(artifactUri) ?? [];
  const base = authority ? `${new URL(server).protocol}//${authority}` : server;
  const below = encodePath(artifactPath(path).path);
  return new URL(`${base}${PROXY_PATH}${root === "" ? below : `${root}/${below}`}`);
}

/**
 * MLflow's proxy refuses `#`, loses line breaks and control characters, and decodes `%41` in a name again and again.
 * @returns the path that it stores, and whether it differs
 */
export function artifactPath(path: string): { readonly path: string; readonly changed: boolean } {
  const safe = path.replace(/[#\p{Cc}]|%(?=[0-9a-f]{2})/giu, (character) => {
    return `_${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`;
  });
  return { path: safe, changed: safe !== path };
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
