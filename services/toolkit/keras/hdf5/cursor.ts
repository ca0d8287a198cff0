import { damaged } from "./hdf5-error.js";

/** Reads little-endian fields one after the other. @throws ServiceError `model_unreadable` beyond the end */
export class Cursor {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  uint(size: 1 | 2 | 4): number {
    return this.take(size).readUIntLE(0, size);
  }

  /** A number of 8 bytes; beyond 2^53 (an address that is not set) it is not exact. */
  long(): number {
    const low = this.uint(4);
    return this.uint(4) * 2 ** 32 + low;
  }

  take(length: number): Buffer {
    if (length > this.left) throw damaged("a structure ends early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  skip(length: number): this {
    this.take(length);
    return this;
  }

  expect(signature: string): this {
    if (this.take(signature.length).toString("latin1") !== signature)
      throw damaged(`no ${signature} where one must be`);
    return this;
  }
}

/** An address that leads nowhere has all bits set. */
export function isSet(address: number): boolean {
  return address < 2 ** 63;
}
