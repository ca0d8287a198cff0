import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { parseTrackingUri } from "./uri.js";

export interface ViewerQuestion {
  /** `mlflow.uri`, or the store that the user named. */
  readonly uri: string;
  /** What a relative directory is relative to. */
  readonly cwd: string;
  readonly port: number;
  /** Whether a program is installed; `isOnPath` answers for this machine. */
  readonly hasProgram: (name: string) => boolean;
}

export type Viewer =
  /** A server shows itself: open this address. */
  | { readonly kind: "page"; readonly url: string }
  /** Start this and open `url`. `env` is added to the environment. */
  | {
      readonly kind: "command";
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly url: string;
    }
  /** Nothing here can open the store: what to do. */
  | { readonly kind: "missing"; readonly message: string };

/** Tried in this order; the words after the program go before MLflow's own arguments. */
const WAYS: readonly (readonly [string, readonly string[]])[] = [
  ["mlflow", []],
  ["uvx", ["mlflow"]],
  ["pipx", ["run", "mlflow"]],
];

/** MLflow refuses file stores since 3.13 unless it is told, and starts seven idle workers unless it is told not to. */
const ENVIRONMENT = { MLFLOW_ALLOW_FILE_STORE: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" };

/**
 * @returns how to look at a store with the real MLflow
 * @throws TrackingError `invalid_uri`
 */
export function findViewer(question: ViewerQuestion): Viewer {
  const target = parseTrackingUri(question.uri, question.cwd, "The store");
  if (target.kind === "server") return { kind: "page", url: target.url };
  const args = ["server", "--backend-store-uri", target.path, "--no-serve-artifacts"];
  const address = ["--host", "127.0.0.1", "--port", String(question.port), "--workers", "1"];
  for (const [command, words] of WAYS) {
    if (!question.hasProgram(command)) continue;
    const url = `http://127.0.0.1:${question.port}`;
    return { kind: "command", command, args: [...words, ...args, ...address], env: ENVIRONMENT, url };
  }
  return {
    kind: "missing",
    message:
      "MLflow is not installed: pip install mlflow (or install uv, https://docs.astral.sh/uv, or pipx, which run it " +
      `without installing), then stm32ai_main ui ${question.uri}`,
  };
}

/** @returns whether a program of this name is on the PATH. */
export function isOnPath(name: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => endings.some((ending) => isExecutable(join(folder, name + ending))));
}

/** @returns whether a file is there that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
