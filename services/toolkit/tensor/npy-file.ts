import { AsideFile } from "../aside-file.js";
import { elementCount } from "./element-count.js";

/** Values that NumPy has a type for. */
export type Values =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | BigInt64Array;

const MAGIC = Buffer.from("\x93NUMPY\x01\x00", "latin1");
/** The header's length is a multiple of this, so that the values are aligned. */
const ALIGNMENT = 64;

/** A NumPy file (format 1.0, little endian, C order) that is written piece by piece. */
export class NpyFile {
  readonly #file: AsideFile;
  #missing: number;

  /**
   * Writes the header beside the file's final name.
   * @param shape the whole array's
   * @param like values of the array's type
   * @throws ServiceError `output_unwritable`
   */
  constructor(path: string, shape: readonly number[], like: Values) {
    this.#missing = elementCount(shape);
    this.#file = new AsideFile(path);
    this.#file.write(headerOf(shape, like));
  }

  /** Appends values in C order. @throws RangeError beyond the shape; ServiceError `output_unwritable` */
  append(values: Values): void {
    this.#missing -= values.length;
    if (this.#missing < 0) throw new RangeError(`More values than the shape of ${this.#file.path} has.`);
    this.#file.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** Gives the file its name. @throws RangeError when values are missing; ServiceError `output_unwritable` */
  finish(): void {
    if (this.#missing > 0) throw new RangeError(`${this.#missing} values of ${this.#file.path} are missing.`);
    this.#file.finish();
  }

  /** Leaves nothing behind of a file that is not finished. */
  discard(): void {
    this.#file.discard();
  }
}

function headerOf(shape: readonly number[], like: Values): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${typeName(like)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = MAGIC.length + 2 + text.length + 1;
  const padding = " ".repeat((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
  const dictionary = Buffer.from(`${text}${padding}\n`, "latin1");
  const size = Buffer.alloc(2);
  size.writeUInt16LE(dictionary.length);
  return Buffer.concat([MAGIC, size, dictionary]);
}

function typeName(values: Values): string {
  if (values instanceof Float32Array) return "<f4";
  if (values instanceof Float64Array) return "<f8";
  if (values instanceof Int8Array) return "|i1";
  if (values instanceof Uint8Array) return "|u1";
  if (values instanceof Int16Array) return "<i2";
  if (values instanceof Int32Array) return "<i4";
  return "<i8";
}
