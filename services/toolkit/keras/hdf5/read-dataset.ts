import { elementCount } from "../../tensor/element-count.js";
import type { ByteSource } from "./byte-source.js";
import { readChunks } from "./chunks.js";
import { Cursor, isSet } from "./cursor.js";
import { readDatatype, readShape } from "./datatype.js";
import { damaged, unsupported } from "./hdf5-error.js";
import type { Hdf5Dataset } from "./hdf5-file.js";
import { MESSAGE, type Message } from "./object-header.js";

/** @returns `undefined` for an object that is no data set */
export function readDataset(source: ByteSource, messages: readonly Message[]): Hdf5Dataset | undefined {
  const [layout, space, type] = [MESSAGE.layout, MESSAGE.dataspace, MESSAGE.datatype].map(
    (wanted) => messages.find((message) => message.type === wanted)?.body,
  );
  if (layout === undefined || space === undefined || type === undefined) return undefined;
  const { kind, size } = readDatatype(type);
  const shape = readShape(space);
  return {
    shape,
    type: kind === "float" || kind === "integer" ? kind : "other",
    size,
    bytes: () => readBytes(source, messages, { layout, shape, size }),
  };
}

const COMPACT = 0;
const CONTIGUOUS = 1;

/** Specification, IV.A.2.i. */
function readBytes(
  source: ByteSource,
  messages: readonly Message[],
  { layout, shape, size }: { layout: Buffer; shape: readonly number[]; size: number },
): ArrayBuffer {
  const wanted = elementCount(shape) * size;
  if (!Number.isSafeInteger(wanted)) throw damaged(`a data set of the shape [${shape.join(", ")}]`);
  if (wanted === 0) return new ArrayBuffer(0);
  const cursor = new Cursor(layout);
  const version = cursor.uint(1);
  if (version !== 3 && version !== 4) throw unsupported(`data sets of version ${version}`);
  const kind = cursor.uint(1);
  if (kind === COMPACT) return own(new Cursor(cursor.take(cursor.uint(2))).take(wanted));
  if (kind === CONTIGUOUS) return own(source.read(existing(cursor.long()), wanted));
  if (version === 4) throw unsupported("a data set in pieces in the newest format");
  return readChunks(source, messages, { cursor, shape, size });
}

function existing(address: number): number {
  if (!isSet(address)) throw damaged("a data set was never written");
  return address;
}

function own(bytes: Buffer): ArrayBuffer {
  const { buffer, byteLength } = bytes;
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) return buffer;
  return Uint8Array.from(bytes).buffer;
}
