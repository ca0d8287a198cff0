import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ServerTarget } from "../uri.js";

/**
 * @returns the Authorization header: the address's own user and password, else MLFLOW_TRACKING_USERNAME with
 * MLFLOW_TRACKING_PASSWORD, each read from `~/.mlflow/credentials` when it is not set, else MLFLOW_TRACKING_TOKEN;
 * undefined without any of them.
 */
export function authorization(target: ServerTarget, env: NodeJS.ProcessEnv): string | undefined {
  if (target.credentials) return basic(target.credentials.username, target.credentials.password);
  const file = credentialsFile(env);
  const username = env.MLFLOW_TRACKING_USERNAME || file.get("mlflow_tracking_username");
  const password = env.MLFLOW_TRACKING_PASSWORD || file.get("mlflow_tracking_password");
  if (username && password) return basic(username, password);
  const token = env.MLFLOW_TRACKING_TOKEN;
  return token ? `Bearer ${token}` : undefined;
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** The section `[mlflow]` of the file that `mlflow` users keep; a file that cannot be read is none. */
function credentialsFile(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  try {
    const home = env.HOME || env.USERPROFILE || homedir();
    return iniSection(readFileSync(join(home, ".mlflow", "credentials"), "utf8"), "mlflow");
  } catch {
    return new Map();
  }
}

/** @returns a section of an INI file as Python's configparser reads it: keys in small letters, `%%` for `%`. */
export function iniSection(text: string, section: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let current = "";
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) current = header;
    const [, key, value] = /^\s*([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (header !== undefined || current !== section || key === undefined) continue;
    values.set(key.toLowerCase(), (value ?? "").replaceAll("%%", "%"));
  }
  return values;
}
