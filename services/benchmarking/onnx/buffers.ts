import type { Shapes } from "../../toolkit/onnx/shapes.js";
import { elementCount } from "../../toolkit/tensor/element-count.js";
import type { Buffer, Kernel } from "../kernel.js";
import { MACC_PER_CONVERSION } from "./macc.js";
import { DEQUANTIZE, QUANTIZE } from "./operators.js";
import { shapeOf } from "./shape-of.js";

/** How a value is stored: 1 byte an element in an 8-bit network, else 4. */
export type Storage = "integer" | "float";

const BYTES: Readonly<Record<Storage, number>> = { integer: 1, float: 4 };
const OTHER: Readonly<Record<Storage, Storage>> = { integer: "float", float: "integer" };

/** The buffers of a network that is being built. */
export interface Buffers {
  /** The buffer that the next kernel writes a value to. */
  write(value: string, storage: Storage): Buffer;
  /** The buffer to read a value from; where it exists in the other storage only, a conversion is added first. */
  read(value: string, storage: Storage): Buffer;
}

/** @param addKernel - takes the conversions, in the order in which they run. */
export function makeBuffers(shapes: Shapes, addKernel: (kernel: Kernel) => void): Buffers {
  const buffers = new Map<string, Buffer>();
  const write = (value: string, storage: Storage) => {
    const elements = elementCount(shapeOf(shapes, value));
    const buffer = { name: value, elements, bytes: elements * BYTES[storage] };
    buffers.set(`${storage} ${value}`, buffer);
    return buffer;
  };
  const read = (value: string, storage: Storage) => {
    const present = buffers.get(`${storage} ${value}`);
    if (present !== undefined) return present;
    const source = buffers.get(`${OTHER[storage]} ${value}`);
    const converted = write(value, storage);
    if (source === undefined) return converted;
    addKernel({
      name: value,
      op: storage === "integer" ? QUANTIZE : DEQUANTIZE,
      shape: shapeOf(shapes, value),
      inputs: [source],
      outputs: [converted],
      weights: [],
      macc: MACC_PER_CONVERSION * converted.elements,
      inPlace: true,
    });
    return converted;
  };
  return { write, read };
}
