import { several } from "../several.js";
import { TrackingError } from "../tracking-error.js";
import { asList, asObject, asText } from "./entities.js";
import { sizeOf } from "./file-body.js";
import { numberOf } from "./http-settings.js";
import type { JsonObject, Transport } from "./transport.js";

export interface MultipartOptions {
  /** Address of the server. */
  readonly server: string;
  readonly transport: Transport;
  readonly env: NodeJS.ProcessEnv;
}

export interface MultipartFile {
  /** Address at the artifacts proxy, as for a plain upload. */
  readonly url: URL;
  readonly file: string;
  readonly onProgress?: (sentBytes: number) => void;
}

interface Slot {
  readonly number: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface SentPart {
  readonly part_number: number;
  readonly etag: string;
  readonly url: string;
}

const MIB = 1024 * 1024;
/** As MLflow's client has it. */
const SMALLEST_FILE = 500 * MIB;
const PART = 10 * MIB;
/** What object stores take at most. */
const MAX_PARTS = 10_000;
/** Parts at once. */
const SEVERAL = 4;

/** Large files in parts that go to the server's object store directly, where the server offers it. */
export class MultipartUpload {
  readonly #options: MultipartOptions;
  #offered: Promise<boolean> | undefined;

  constructor(options: MultipartOptions) {
    this.#options = options;
  }

  /** @returns false when the file is small or the server does not offer it: then nothing was sent. @throws TrackingError */
  async send(upload: MultipartFile): Promise<boolean> {
    const smallest =
      numberOf(this.#options.env, "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE") ?? SMALLEST_FILE;
    const size = sizeOf(upload.file);
    if (size === 0 || size < smallest) return false;
    this.#offered ??= this.#ask();
    if (!(await this.#offered)) return false;
    const partSize = Math.max(this.#partSize(), Math.ceil(size / MAX_PARTS));
    const created = await this.#create(upload.url, Math.ceil(size / partSize));
    if (created === undefined) return false;
    try {
      const parts = await this.#sendParts(upload, created.slots, { size, partSize });
      await this.#tell("complete", upload.url, { upload_id: created.id, parts });
      return true;
    } catch (error) {
      await this.#tell("abort", upload.url, { upload_id: created.id }).catch(() => undefined);
      throw error;
    }
  }

  #partSize(): number {
    const size = numberOf(this.#options.env, "MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE");
    return size ? Math.ceil(size) : PART;
  }

  /** A server that cannot say offers nothing. */
  async #ask(): Promise<boolean> {
    const { server, transport } = this.#options;
    const address = new URL(`${server}/api/3.0/mlflow/server-info`);
    const info = await transport.getOnce(address, {}).catch((): JsonObject => ({}));
    return info.multipart_uploads_enabled === true;
  }

  async #create(url: URL, parts: number): Promise<{ id: string; slots: Slot[] } | undefined> {
    try {
      const answer = await this.#tell("create", url, { num_parts: parts });
      const slots = asList(answer.credentials).map(readSlot);
      if (slots.length === parts) return { id: asText(answer.upload_id, "upload_id"), slots };
    } catch (error) {
      if (!(error instanceof TrackingError) || error.status !== 501) throw error;
      return undefined;
    }
    throw new TrackingError(`The server gave no addresses for ${parts} parts of a file`, { code: "refused" });
  }

  async #sendParts(
    upload: MultipartFile,
    slots: readonly Slot[],
    { size, partSize }: { readonly size: number; readonly partSize: number },
  ): Promise<SentPart[]> {
    const sent = new Map<number, number>();
    const parts: SentPart[] = [];
    const { file } = upload;
    await several(slots, SEVERAL, async ({ number, url, headers }) => {
      const start = (number - 1) * partSize;
      const onProgress = (bytes: number): void => {
        sent.set(number, bytes);
        upload.onProgress?.([...sent.values()].reduce((sum, count) => sum + count, 0));
      };
      const answer = await this.#options.transport.upload({
        url: new URL(url),
        file,
        part: { start, size: Math.min(partSize, size - start) },
        foreign: { headers },
        onProgress,
      });
      parts.push({ part_number: number, etag: answer.etag ?? "", url });
    });
    return parts.sort((a, b) => a.part_number - b.part_number);
  }

  /** `…/artifacts/1/run/artifacts/a/big.bin` becomes `…/mpu/create/1/run/artifacts/a` with the name in the body. */
  #tell(step: "create" | "complete" | "abort", url: URL, body: JsonObject): Promise<JsonObject> {
    const whole = url.pathname.replace("/mlflow-artifacts/artifacts/", `/mlflow-artifacts/mpu/${step}/`);
    const slash = whole.lastIndexOf("/");
    const address = new URL(whole.slice(0, slash), url);
    const path = decodeURIComponent(whole.slice(slash + 1));
    return this.#options.transport.post(address, { path, ...body });
  }
}

function readSlot(value: unknown): Slot {
  const slot = asObject(value, "credentials");
  const headers = Object.entries(asObject(slot.headers ?? {}, "headers"));
  return {
    number: Number(slot.part_number),
    url: asText(slot.url, "url"),
    headers: Object.fromEntries(headers.map(([name, text]) => [name, String(text)])),
  };
}
