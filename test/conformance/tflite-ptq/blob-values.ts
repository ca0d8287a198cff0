import type { TensorData } from "../../../services/toolkit/tflite/graph.js";
import type { Blob, blobReader } from "../blob.js";

/** @returns a golden tensor in the array of its type. */
export function valuesOf(blob: Blob, blobs: ReturnType<typeof blobReader>): TensorData {
  const bytes = blobs.bytes(blob);
  switch (blob.dtype) {
    case "float32":
      return blobs.floats(blob);
    case "int8":
      return new Int8Array(bytes.buffer);
    case "uint8":
      return bytes;
    default:
      throw new Error(`the vectors have a tensor of ${blob.dtype}`);
  }
}
