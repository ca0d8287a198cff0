import type { Wire } from "../schema/field.js";
import type { FlatFile } from "./flat-file.js";

interface Scalar {
  readonly size: number;
  readonly read: (view: DataView, position: number) => unknown;
}

const SCALARS: Readonly<Record<string, Scalar>> = {
  bool: { size: 1, read: (view, at) => view.getUint8(at) !== 0 },
  int8: { size: 1, read: (view, at) => view.getInt8(at) },
  uint8: { size: 1, read: (view, at) => view.getUint8(at) },
  uint16: { size: 2, read: (view, at) => view.getUint16(at, true) },
  int32: { size: 4, read: (view, at) => view.getInt32(at, true) },
  uint32: { size: 4, read: (view, at) => view.getUint32(at, true) },
  float32: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  int64: { size: 8, read: (view, at) => view.getBigInt64(at, true) },
  uint64: { size: 8, read: (view, at) => view.getBigUint64(at, true) },
};

const text = new TextDecoder();

/** @returns the bytes that a field takes in its table: of a scalar its own, of the others those of an offset. */
export function sizeOf(wire: Wire): number {
  return SCALARS[wire]?.size ?? 4;
}

/**
 * Reads a field that is no table.
 *
 * @param position - of the field; undefined when its table leaves it out.
 * @param initial - a scalar that is left out.
 * @throws ServiceError `tflite_malformed`.
 */
export function readWire(
  file: FlatFile,
  wire: Wire,
  position: number | undefined,
  initial: number | boolean,
  where: string,
): unknown {
  const scalar = SCALARS[wire];
  if (scalar !== undefined)
    return position === undefined ? absent(wire, initial) : scalar.read(file.view, position);
  if (position === undefined) return undefined;
  const target = file.follow(position, where);
  return wire === "string"
    ? readText(file, target, where)
    : readVector(file, target, wire.slice(1, -1), where);
}

function absent(wire: Wire, initial: number | boolean): unknown {
  if (wire === "bool") return Boolean(initial);
  return wire === "int64" || wire === "uint64" ? BigInt(initial) : initial;
}

function readText(file: FlatFile, position: number, where: string): string {
  const { start, count } = file.vector(position, 1, where);
  file.spend(count, where);
  return text.decode(file.bytes.subarray(start, start + count));
}

function readVector(file: FlatFile, position: number, element: string, where: string): unknown {
  const scalar = SCALARS[element];
  if (scalar === undefined) throw new Error(`no vector of ${element}`);
  const { start, count } = file.vector(position, scalar.size, where);
  if (element === "uint8") return file.bytes.subarray(start, start + count);
  file.spend(count * scalar.size, where);
  const { view } = file;
  return Array.from({ length: count }, (_, i) => scalar.read(view, start + i * scalar.size));
}
