import { ServiceError } from "../../service/error.js";

/** How much of a file may be read more than once before that is taken for an attack: parts are rarely shared. */
const READINGS = 4;

/** The bytes of a flatbuffer, of which no one else is trusted to stay inside. */
export class FlatFile {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #name: string;
  #left: number;

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#name = name;
    this.#left = READINGS * bytes.length;
  }

  /** Throws that the file is wrong: where (a path of fields) and what. */
  fail(where: string, what: string): never {
    throw new ServiceError(
      "tflite_malformed",
      `${this.#name} is not a readable TFLite model: ${where === "" ? "" : `${where} `}${what}.`,
      { path: this.#name, hint: "Copy or convert the model again." },
    );
  }

  /** Throws that the file holds what this project does not do. */
  refuse(what: string, hint?: string): never {
    const details = { path: this.#name, ...(hint === undefined ? {} : { hint }) };
    throw new ServiceError("tflite_unsupported", `${this.#name} ${what}.`, details);
  }

  /** Demands that the file has `size` bytes at `position`. */
  demand(position: number, size: number, where: string): void {
    if (position >= 0 && position + size <= this.bytes.length) return;
    this.fail(where, `lies outside the file (${size} bytes at ${position} of ${this.bytes.length})`);
  }

  /** @returns the position to which the offset at `position` leads. */
  follow(position: number, where: string): number {
    this.demand(position, 4, where);
    return position + this.view.getUint32(position, true);
  }

  /** @returns where the elements of the vector at `position` start and how many they are. */
  vector(position: number, elementSize: number, where: string): { start: number; count: number } {
    this.demand(position, 4, where);
    const count = this.view.getUint32(position, true);
    this.demand(position + 4, count * elementSize, where);
    return { start: position + 4, count };
  }

  /** Counts bytes that are copied out, so that a small file whose parts overlap cannot fill the memory. */
  spend(size: number, where: string): void {
    this.#left -= size;
    if (this.#left < 0) this.fail(where, "overlaps other parts of the file too often");
  }
}
