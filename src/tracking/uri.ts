import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TrackingError } from "./tracking-error.js";

export interface ServerTarget {
  readonly kind: "server";
  /** Address without credentials, query, fragment and trailing slash. */
  readonly url: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

export interface FolderTarget {
  readonly kind: "folder";
  /** Absolute path of the file store. */
  readonly path: string;
}

export type TrackingTarget = ServerTarget | FolderTarget;

const DATABASE = /^(sqlite|mysql|postgresql|postgres|mssql|oracle|mariadb)(\+[\w]+)?:/i;
/** Two letters at least: `C:\mlruns` is a folder. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
/** To MLflow this word alone is a server. */
const DATABRICKS = "databricks";
const FORMS = "a directory, a file: address, or the http(s):// address of an MLflow server";

/**
 * Reads `mlflow.uri`.
 * @param cwd what a relative directory is relative to: where the user stands
 * @param name what the messages call the address
 * @throws TrackingError `invalid_uri`
 */
export function parseTrackingUri(uri: string, cwd: string, name = "mlflow.uri"): TrackingTarget {
  const text = uri.trim();
  if (text === "") throw invalid(`${name} is empty: it takes ${FORMS}`);
  if (/^https?:/i.test(text)) return serverTarget(text, name);
  if (/^file:/i.test(text)) return { kind: "folder", path: folderOfFileUri(text, cwd, name) };
  if (DATABASE.test(text)) throw invalid(databaseMessage(text, name));
  if (SCHEME.test(text)) throw invalid(unknownSchemeMessage(text, name));
  if (text.toLowerCase() === DATABRICKS) throw invalid(`${name} is ${DATABRICKS}: it takes ${FORMS}`);
  return { kind: "folder", path: resolve(cwd, text) };
}

function serverTarget(text: string, name: string): ServerTarget {
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    throw invalid(`${name} is not a valid address: write it as http://host:port`);
  }
  const url = new URL(text);
  const target = { kind: "server" as const, url: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
  if (url.username === "") return target;
  const credentials = { username: decode(url.username), password: decode(url.password) };
  return { ...target, credentials };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function folderOfFileUri(text: string, cwd: string, name: string): string {
  if (!/^file:\//i.test(text)) return resolve(cwd, decode(text.slice("file:".length)));
  try {
    return fileURLToPath(text);
  } catch {
    throw invalid(`${name} ${JSON.stringify(text)} does not name a folder of this machine`);
  }
}

/** Database addresses carry passwords: only the scheme is repeated. */
function databaseMessage(text: string, name: string): string {
  const scheme = text.slice(0, text.indexOf(":") + 1);
  return (
    `${name} is a database address (${scheme}), which only MLflow itself may open. Either start a server on it, ` +
    `mlflow server --backend-store-uri ${scheme}…, and set mlflow.uri=http://127.0.0.1:5000, ` +
    "or set a directory, mlflow.uri=./experiments_outputs/mlruns"
  );
}

function unknownSchemeMessage(text: string, name: string): string {
  const scheme = text.slice(0, text.indexOf(":") + 1);
  if (/^[\w.-]+:\d+(\/|$)/.test(text)) {
    return `${name} ${JSON.stringify(text)} has no scheme: for a server write http://${text}`;
  }
  return `${name} starts with ${JSON.stringify(scheme)}: it takes ${FORMS}`;
}

function invalid(message: string): TrackingError {
  return new TrackingError(message, { code: "invalid_uri" });
}
