import type { ByteSource } from "./byte-source.js";
import { Cursor } from "./cursor.js";
import { damaged, unsupported } from "./hdf5-error.js";

/** One piece of information about an object. */
export interface Message {
  readonly type: number;
  readonly body: Buffer;
}

export const MESSAGE = {
  dataspace: 1,
  linkInfo: 2,
  datatype: 3,
  link: 6,
  layout: 8,
  filters: 11,
  attribute: 12,
  continuation: 16,
  symbolTable: 17,
  attributeInfo: 21,
} as const;

const MOST_BLOCKS = 4096;
const SHARED = 2;

/** Reads all messages of the object at an address, of both versions of its header (Specification, IV.A.1). */
export function readMessages(source: ByteSource, address: number): Message[] {
  const start = source.read(address, 16);
  const isNew = start.toString("latin1", 0, 4) === "OHDR";
  const blocks = [isNew ? newBlock(source, address) : oldBlock(source, address, start)];
  const messages: Message[] = [];
  for (const { bytes, order } of blocks) {
    if (blocks.length > MOST_BLOCKS) throw damaged("an object's header goes on without end");
    const cursor = new Cursor(bytes);
    while (cursor.left >= (isNew ? 4 + order : 8)) {
      const message = readMessage(cursor, isNew, order);
      if (message.type === MESSAGE.continuation) blocks.push(continued(source, message, { isNew, order }));
      else messages.push(message);
    }
  }
  return messages;
}

interface Block {
  readonly bytes: Buffer;
  /** Bytes of the creation order of a message: 2 or none. */
  readonly order: number;
}

function oldBlock(source: ByteSource, address: number, start: Buffer): Block {
  if (start[0] !== 1) throw damaged("an object has no header");
  return { bytes: source.read(address + 16, start.readUInt32LE(8)), order: 0 };
}

function newBlock(source: ByteSource, address: number): Block {
  const cursor = new Cursor(source.read(address, Math.min(64, source.length - address))).skip(5);
  const flags = cursor.uint(1);
  cursor.skip((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0));
  const sizeBytes = 1 << (flags & 3);
  const size = sizeBytes === 8 ? cursor.long() : cursor.uint(sizeBytes === 1 ? 1 : sizeBytes === 2 ? 2 : 4);
  return { bytes: source.read(address + cursor.at, size), order: flags & 4 ? 2 : 0 };
}

function continued(
  source: ByteSource,
  { body }: Message,
  { isNew, order }: { isNew: boolean; order: number },
): Block {
  const cursor = new Cursor(body);
  const bytes = source.read(cursor.long(), cursor.long());
  // Between a signature and a checksum.
  return { bytes: isNew ? new Cursor(bytes).expect("OCHK").bytes.subarray(4, -4) : bytes, order };
}

function readMessage(cursor: Cursor, isNew: boolean, order: number): Message {
  const type = cursor.uint(isNew ? 1 : 2);
  const size = cursor.uint(2);
  const flags = cursor.uint(1);
  const body = cursor.skip(isNew ? order : 3).take(size);
  if ((flags & SHARED) !== 0 && type !== 0) throw unsupported("a header that is shared by objects");
  return { type, body };
}
