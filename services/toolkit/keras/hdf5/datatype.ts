import { Cursor } from "./cursor.js";

/** How the elements of a data set or attribute are kept. */
export interface Datatype {
  readonly kind: "float" | "integer" | "text" | "heap-text" | "other";
  /** Bytes of one element. */
  readonly size: number;
}

/** Reads a datatype message (Specification, IV.A.2.d). Big-endian numbers are `other`: Keras writes none. */
export function readDatatype(body: Buffer): Datatype {
  const cursor = new Cursor(body);
  const kindAndVersion = cursor.uint(1);
  const flags = cursor.uint(1);
  const size = cursor.skip(2).uint(4);
  const isLittle = (flags & 0x41) === 0;
  switch (kindAndVersion & 0xf) {
    case 0:
      return { kind: isLittle ? "integer" : "other", size };
    case 1:
      return { kind: isLittle ? "float" : "other", size };
    case 3:
      return { kind: "text", size };
    case 9:
      return { kind: (flags & 0xf) === 1 ? "heap-text" : "other", size };
    default:
      return { kind: "other", size };
  }
}

/** Reads a dataspace message (Specification, IV.A.2.b). @returns the shape; a null space has no elements: `[0]` */
export function readShape(body: Buffer): number[] {
  const cursor = new Cursor(body);
  const version = cursor.uint(1);
  const rank = cursor.uint(1);
  const isNull = cursor.skip(1).uint(1) === 2 && version === 2;
  if (version === 1) cursor.skip(4);
  return isNull ? [0] : Array.from({ length: rank }, () => cursor.long());
}
