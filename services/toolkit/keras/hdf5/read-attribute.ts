import { elementCount } from "../../tensor/element-count.js";
import type { ByteSource } from "./byte-source.js";
import { Cursor, isSet } from "./cursor.js";
import { type Datatype, readDatatype, readShape } from "./datatype.js";
import { heapText } from "./global-heap.js";
import { damaged, unsupported } from "./hdf5-error.js";
import { MESSAGE, type Message } from "./object-header.js";

/**
 * Looks for an attribute of text among an object's messages (Specification, IV.A.2.m).
 *
 * @returns one text or a list of them; `undefined` where there is none, or it is not text
 */
export function readAttribute(
  source: ByteSource,
  messages: readonly Message[],
  wanted: string,
): string | string[] | undefined {
  for (const { type, body } of messages) {
    if (type === MESSAGE.attributeInfo) refuseDense(body);
    if (type !== MESSAGE.attribute) continue;
    const { name, datatype, shape, cursor } = readHead(body);
    if (name !== wanted) continue;
    const texts = readTexts(source, datatype, cursor, elementCount(shape));
    return shape.length === 0 ? texts?.[0] : texts;
  }
  return undefined;
}

function readHead(body: Buffer): { name: string; datatype: Datatype; shape: number[]; cursor: Cursor } {
  const cursor = new Cursor(body);
  const version = cursor.uint(1);
  const isShared = cursor.uint(1) !== 0 && version > 1;
  const sizes = [cursor.uint(2), cursor.uint(2), cursor.uint(2)];
  if (version === 3) cursor.skip(1);
  // Version 1 fills each part up to a multiple of 8 bytes.
  const [name = Buffer.of(), type = Buffer.of(), space = Buffer.of()] = sizes.map((size) =>
    cursor.take(version === 1 ? Math.ceil(size / 8) * 8 : size),
  );
  if (isShared) throw unsupported("an attribute whose type is shared");
  const datatype = readDatatype(type);
  return { name: untilZero(name), datatype, shape: readShape(space), cursor };
}

function readTexts(
  source: ByteSource,
  { kind, size }: Datatype,
  cursor: Cursor,
  count: number,
): string[] | undefined {
  if (kind !== "text" && kind !== "heap-text") return undefined;
  if (size === 0 || count * size > cursor.left) throw damaged("an attribute is longer than its object");
  return Array.from({ length: count }, () =>
    kind === "text" ? untilZero(cursor.take(size)) : heapText(source, cursor.take(size)),
  );
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}

function refuseDense(body: Buffer): void {
  const cursor = new Cursor(body).skip(1);
  const flags = cursor.uint(1);
  if (isSet(cursor.skip(flags & 1 ? 2 : 0).long())) throw unsupported("many attributes in the newest format");
}
