import type { ConfigFiles, SearchPathEntry } from "../composition.js";
import { ConfigError } from "../error.js";
import { packagedConfigs, structuredConfigs } from "../hydra/hydra-configs.js";
import { EmbeddedSource } from "./embedded-source.js";
import { FileSource } from "./file-source.js";
import type { ConfigSource } from "./source.js";

const HYDRA: SearchPathEntry = { provider: "hydra", path: "pkg://hydra.conf" };
const SCHEMA: SearchPathEntry = { provider: "schema", path: "structured://" };

export interface SourceOptions {
  readonly files: ConfigFiles;
  /** What a relative folder is relative to. */
  readonly cwd: string;
}

/**
 * @returns the sources in the order in which they are searched: Hydra's own first, the structured ones last.
 * @throws ConfigError (composition) for a scheme other than file, pkg and structured.
 */
export function openSources(path: readonly SearchPathEntry[], options: SourceOptions): ConfigSource[] {
  return [HYDRA, ...path, SCHEMA].map((entry) => openSource(entry, options));
}

/** @throws ConfigError (missing_config) when a folder that the program itself names does not exist. */
export function ensureMainAvailable(sources: readonly ConfigSource[]): void {
  for (const source of sources) {
    if (source.provider !== "main" || source.available()) continue;
    throw new ConfigError(
      "missing_config",
      `Primary config directory not found.\nCheck that the config directory '${source.path}' exists and readable`,
    );
  }
}

function openSource({ provider, path: url }: SearchPathEntry, options: SourceOptions): ConfigSource {
  const end = url.indexOf("://");
  const scheme = end === -1 ? "file" : url.slice(0, end);
  const path = end === -1 ? url : url.slice(end + "://".length);
  if (scheme === "file") return new FileSource(provider, path, options);
  if (scheme === "pkg") {
    const name = path.replaceAll("/", ".").replace(/\.+$/, "");
    return new EmbeddedSource(
      { provider, scheme, path: name },
      name === "hydra.conf" ? packagedConfigs : undefined,
    );
  }
  if (scheme === "structured") return new EmbeddedSource({ provider, scheme, path }, structuredConfigs);
  const supported = "supported types : [file, pkg, structured]";
  throw new ConfigError("composition", `No config source registered for schema ${scheme}, ${supported}`);
}
