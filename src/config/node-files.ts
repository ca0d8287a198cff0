import { readdirSync, readFileSync, statSync } from "node:fs";
import type { ConfigFiles } from "./composition.js";
import { ConfigError } from "./error.js";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Configs from the file system, as UTF-8. */
export const nodeFiles: ConfigFiles = {
  read(path) {
    const bytes = readBytes(path);
    return bytes === undefined ? undefined : decode(bytes, path);
  },
  kind(path) {
    const stats = attempt(() => statSync(path, { throwIfNoEntry: false }));
    if (stats?.isDirectory()) return "folder";
    return stats?.isFile() ? "file" : undefined;
  },
  list(path) {
    return attempt(() => readdirSync(path)) ?? [];
  },
};

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError("missing_config", `Cannot read the config '${path}': ${reason}`, { cause: error });
  }
}

/** What may not be looked at counts as not there, as in Python. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    const origin = { type: "file", path, line: 1, column: 1 } as const;
    throw new ConfigError("parse", `The config '${path}' is not UTF-8 text`, { origin, cause: error });
  }
}
