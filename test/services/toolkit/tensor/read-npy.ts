import { readFileSync } from "node:fs";

export interface NpyArray {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const TYPES = {
  "<f4": Float32Array,
  "<f8": Float64Array,
  "|i1": Int8Array,
  "|u1": Uint8Array,
  "<i2": Int16Array,
  "<i4": Int32Array,
} as const;

/** Reads a NumPy file of format 1.0 by the format's own description. */
export function readNpy(path: string): NpyArray {
  const bytes = readFileSync(path);
  if (bytes.toString("latin1", 0, 8) !== "\x93NUMPY\x01\x00") throw new Error(`${path} is not a .npy file.`);
  const end = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, end);
  const [, descr = "", order, shape = ""] =
    /^\{'descr': '([^']+)', 'fortran_order': (\w+), 'shape': \(([^)]*)\), \} *\n$/.exec(header) ?? [];
  if (order !== "False" || end % 64 !== 0) throw new Error(`${path} has the header ${header}.`);
  const type = Object.entries(TYPES).find(([name]) => name === descr)?.[1];
  if (type === undefined) throw new Error(`${path} has the type ${descr}.`);
  const { buffer } = Uint8Array.from(bytes.subarray(end));
  const axes = shape.split(",").filter((axis) => axis.trim() !== "");
  return { descr, shape: axes.map(Number), values: [...new type(buffer)] };
}
