import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { ServiceError } from "./service/error.js";

/** A file that is written beside its name, which it gets once it is whole and on the disk. */
export class AsideFile {
  readonly path: string;
  /** Where it is until then. */
  readonly aside: string;
  /** Undefined once it is closed. */
  #file: number | undefined;

  /**
   * Opens it, and makes the folders on the way.
   * @param mode the file's permissions; as usual when absent
   * @throws ServiceError `output_unwritable`
   */
  constructor(path: string, mode?: number) {
    this.path = path;
    this.aside = `${path}.${process.pid}.part`;
    this.#file = this.#demand(() => {
      mkdirSync(dirname(path), { recursive: true });
      return openSync(this.aside, "w", mode);
    });
  }

  /** Appends bytes. @throws ServiceError `output_unwritable`; Error once it is closed */
  write(bytes: Uint8Array): void {
    const file = this.#file;
    if (file === undefined) throw new Error(`${this.path} is closed.`);
    this.#demand(() => {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    });
  }

  /** Gives the file its name. @throws ServiceError `output_unwritable` */
  finish(): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#demand(() => {
      fsyncSync(file);
      this.#close();
      renameSync(this.aside, this.path);
    });
  }

  /** Leaves nothing behind of a file that is not finished. */
  discard(): void {
    this.#close();
    rmSync(this.aside, { force: true });
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #demand<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      const { path } = this;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ServiceError("output_unwritable", `${path} cannot be written: ${reason}`, { path, cause });
    }
  }
}
