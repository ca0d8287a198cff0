import { copyFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../../disk/make-folder.js";
import { diskError } from "../disk-error.js";
import { filesBelow } from "../files-below.js";
import { several } from "../several.js";
import { TrackingError } from "../tracking-error.js";
import type { PutOptions } from "../tracking-store.js";
import { checkArtifactPath } from "../validation/artifact-path.js";
import { artifactPath, artifactTarget } from "./artifact-target.js";
import { PER_HOST } from "./connections.js";
import { MultipartUpload } from "./multipart-upload.js";
import type { Transport } from "./transport.js";

export interface FolderProgress {
  readonly path: string;
  /** Bytes of this file that have gone. */
  readonly sentBytes: number;
}

/** Files at once: enough to keep each of the server's processes busy. */
const SEVERAL = PER_HOST;

/** The artifacts of runs and models, sent to the server's proxy or copied to a folder that it shares with us. */
export class Artifacts {
  readonly #server: string;
  readonly #transport: Transport;
  readonly #multipart: MultipartUpload;

  constructor(server: string, transport: Transport, env: NodeJS.ProcessEnv) {
    this.#server = server;
    this.#transport = transport;
    this.#multipart = new MultipartUpload({ server, transport, env });
  }

  /**
   * Stores one file, of any size in bounded memory; one that is there is replaced.
   * @param artifactUri of the run or model, as the server gives it
   * @param path below it, relative, with forward slashes
   * @returns warnings: the name that the file got where the server cannot keep its own
   * @throws TrackingError `artifact_store` when the server keeps artifacts where only others can write
   */
  async put(
    artifactUri: string,
    path: string,
    file: string,
    options: PutOptions = {},
  ): Promise<readonly string[]> {
    checkArtifactPath(path);
    const target = artifactTarget(artifactUri, path, this.#server);
    if (target.kind === "folder") return this.#copy(artifactUri, target.path, file);
    const upload = { url: target.url, file, ...options };
    if (!(await this.#multipart.send(upload))) await this.#transport.upload(upload);
    const stored = artifactPath(path);
    return stored.changed
      ? [`artifact ${JSON.stringify(path)} is stored as ${JSON.stringify(stored.path)}`]
      : [];
  }

  /**
   * Stores the files of a folder, several at once, below `path` ("" for the root of the artifacts).
   * @returns warnings
   * @throws TrackingError of the first file that could not be stored; others may have been
   */
  async putFolder(
    artifactUri: string,
    path: string,
    folder: string,
    onProgress?: (progress: FolderProgress) => void,
  ): Promise<readonly string[]> {
    const warnings: string[] = [];
    if (!(await exists(folder)))
      throw new TrackingError(`${folder} cannot be read: there is no such folder`, { code: "disk" });
    await several(filesBelow(folder), SEVERAL, async (file) => {
      const name = path === "" ? file : `${path}/${file}`;
      const onBytes = (sentBytes: number): void => onProgress?.({ path: name, sentBytes });
      warnings.push(...(await this.put(artifactUri, name, join(folder, file), { onProgress: onBytes })));
    });
    return warnings;
  }

  /** A server that hands out its own folder is useful only where that folder is ours too. */
  async #copy(artifactUri: string, target: string, file: string): Promise<readonly string[]> {
    const root = artifactUri.startsWith("file:") ? fileURLToPath(artifactUri) : artifactUri;
    if (!isLocal(this.#server) && !(await exists(root)) && !(await exists(dirname(dirname(root))))) {
      throw new TrackingError(
        `The server ${this.#server} keeps artifacts in ${root} of its own machine: start it with ` +
          "mlflow server --serve-artifacts --artifacts-destination <folder>",
        { code: "artifact_store" },
      );
    }
    try {
      makeFolder(dirname(target));
      await copyFile(file, target);
    } catch (error) {
      throw diskError(`${target} cannot be written`, error);
    }
    return [];
  }
}

function isLocal(server: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(server).hostname);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
