import type { ServerTarget } from "../uri.js";

/**
 * @returns the Authorization header: the address's own user and password, else MLFLOW_TRACKING_USERNAME with
 * MLFLOW_TRACKING_PASSWORD, else MLFLOW_TRACKING_TOKEN; undefined without any of them.
 */
export function authorization(target: ServerTarget, env: NodeJS.ProcessEnv): string | undefined {
  if (target.credentials) return basic(target.credentials.username, target.credentials.password);
  const username = env.MLFLOW_TRACKING_USERNAME;
  const password = env.MLFLOW_TRACKING_PASSWORD;
  if (username && password) return basic(username, password);
  const token = env.MLFLOW_TRACKING_TOKEN;
  return token ? `Bearer ${token}` : undefined;
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
