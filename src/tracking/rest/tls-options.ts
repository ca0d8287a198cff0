import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { diskError } from "../disk-error.js";
import { TrackingError } from "../tracking-error.js";
import { booleanOf } from "./http-settings.js";

export interface TlsOptions {
  readonly rejectUnauthorized?: false;
  /** Certificates of the authorities to trust instead of Node's own, PEM. */
  readonly ca?: readonly string[];
  /** The client's certificate and key, PEM. */
  readonly cert?: string;
  readonly key?: string;
}

const INSECURE = "MLFLOW_TRACKING_INSECURE_TLS";
const SERVER_CERT = "MLFLOW_TRACKING_SERVER_CERT_PATH";
const CLIENT_CERT = "MLFLOW_TRACKING_CLIENT_CERT_PATH";
/** What the Python client's HTTP library reads when MLflow's own variable is not set. */
const BUNDLES = [SERVER_CERT, "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

/**
 * @returns how certificates are checked and shown, by MLflow's environment variables
 * @throws TrackingError `invalid_value` when two contradict each other, `disk` when a file cannot be read
 */
export function tlsOptions(env: NodeJS.ProcessEnv): TlsOptions {
  const insecure = booleanOf(env, INSECURE) === true;
  if (insecure && env[SERVER_CERT]) {
    throw new TrackingError(
      `${INSECURE} and ${SERVER_CERT} are both set: the one trusts any server, the other a certain one. Unset one of them`,
      { code: "invalid_value" },
    );
  }
  const bundle = BUNDLES.find((name) => env[name]);
  const client = env[CLIENT_CERT] ? readPem(CLIENT_CERT, env[CLIENT_CERT]) : undefined;
  return {
    ...(insecure && { rejectUnauthorized: false as const }),
    ...(!insecure && bundle && { ca: authorities(bundle, env[bundle] ?? "") }),
    ...(client !== undefined && { cert: client, key: client }),
  };
}

/** A file with one certificate after the other, or a folder of such files. */
function authorities(name: string, path: string): string[] {
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!folder) return [readPem(name, path)];
  const files = readdirSync(path).filter((file) => /\.(pem|crt|cer|\d)$/i.test(file));
  return files.map((file) => readPem(name, join(path, file)));
}

function readPem(name: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw diskError(name, error);
  }
  if (text.includes("-----BEGIN ")) return text;
  throw new TrackingError(`${name}: ${path} is no PEM file: it has no line "-----BEGIN CERTIFICATE-----"`, {
    code: "invalid_value",
  });
}
