import type { ByteSource } from "./byte-source.js";
import { groupLinks } from "./group-links.js";
import { type Message, readMessages } from "./object-header.js";
import { readAttribute } from "./read-attribute.js";
import { readDataset } from "./read-dataset.js";
import { rootAddress } from "./superblock.js";

export interface Hdf5Dataset {
  readonly shape: readonly number[];
  /** Little-endian numbers; all else is `other`. */
  readonly type: "float" | "integer" | "other";
  /** Bytes of one element. */
  readonly size: number;
  /** The elements, row-major. @throws ServiceError `model_unreadable` */
  bytes(): ArrayBuffer;
}

/**
 * An HDF5 file as the HDF5 library writes it for h5py without special settings: paths are without a leading slash,
 * `model_weights/conv1`. Its own reader instead of the C library in WebAssembly, which costs 0.2 s and 40 MB before
 * the first byte is read.
 *
 * All methods throw ServiceError `model_unreadable` for a damaged file.
 */
export class Hdf5File {
  readonly #source: ByteSource;
  readonly #root: number;
  readonly #messages = new Map<number, readonly Message[]>();
  readonly #links = new Map<number, Map<string, number> | undefined>();

  constructor(source: ByteSource) {
    this.#source = source;
    this.#root = rootAddress(source);
  }

  /** @returns the names in a group; `undefined` where there is no such group */
  children(group: string): readonly string[] | undefined {
    const address = this.#find(group);
    const links = address === undefined ? undefined : this.#linksOf(address);
    return links === undefined ? undefined : [...links.keys()];
  }

  /** @returns a text, or a list of texts; `undefined` where there is none, or it is not text */
  attribute(object: string, name: string): string | readonly string[] | undefined {
    const address = this.#find(object);
    if (address === undefined) return undefined;
    return readAttribute(this.#source, this.#messagesOf(address), name);
  }

  /** @returns `undefined` where there is no such data set */
  dataset(path: string): Hdf5Dataset | undefined {
    const address = this.#find(path);
    return address === undefined ? undefined : readDataset(this.#source, this.#messagesOf(address));
  }

  #find(path: string): number | undefined {
    let address: number | undefined = this.#root;
    for (const name of path.split("/")) {
      if (address === undefined) return undefined;
      if (name !== "") address = this.#linksOf(address)?.get(name);
    }
    return address;
  }

  #linksOf(address: number): Map<string, number> | undefined {
    if (!this.#links.has(address))
      this.#links.set(address, groupLinks(this.#source, this.#messagesOf(address)));
    return this.#links.get(address);
  }

  #messagesOf(address: number): readonly Message[] {
    const messages = this.#messages.get(address) ?? readMessages(this.#source, address);
    this.#messages.set(address, messages);
    return messages;
  }
}
