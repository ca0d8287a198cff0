import type { FlatFile } from "../flatbuffer/flat-file.js";
import type { ModelTable } from "../schema/model-tables.js";

/**
 * @returns the bytes of a buffer, a view of the file: inside the flatbuffer or, in files beyond 2 GB, behind it;
 * undefined for buffer 0, which means that there is none.
 * @throws ServiceError `tflite_malformed`.
 */
export function bufferBytes(
  file: FlatFile,
  model: ModelTable,
  index: number,
  where: string,
): Uint8Array | undefined {
  if (index === 0) return undefined;
  const buffer = model.buffers?.[index];
  if (buffer === undefined) return file.fail(where, `is in buffer ${index} of ${model.buffers?.length ?? 0}`);
  // Converters write an offset of 1 before they know the real one.
  if (buffer.offset <= 1n) return buffer.data;
  return bytesBehind(file, buffer.offset, buffer.size, where);
}

/** @returns bytes that the file holds behind its flatbuffer. */
export function bytesBehind(file: FlatFile, offset: bigint, size: bigint, where: string): Uint8Array {
  file.demand(Number(offset), Number(size), where);
  return file.bytes.subarray(Number(offset), Number(offset + size));
}
