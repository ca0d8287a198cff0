import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { ServiceError } from "../service/error.js";
import { TensorProto_DataLocation as Location, type ModelProto, ModelProtoSchema } from "./onnx_pb.js";

/**
 * Writes a model so that its final name never holds a part of it: aside, to the disk, then renamed.
 *
 * @returns the size of the file in bytes.
 * @throws ServiceError `output_unwritable`.
 */
export function writeModel(model: ModelProto, path: string): number {
  return writeAside(toBinary(ModelProtoSchema, model), path);
}

/**
 * Copies the file of a model as it is, or writes the model where the file alone is not complete because tensors are
 * kept in other files.
 *
 * @param model - what was read from the file.
 * @throws ServiceError `output_unwritable`.
 */
export function copyModel(model: ModelProto, from: string, to: string): number {
  const bytes = readFileSync(from);
  const { graph } = fromBinary(ModelProtoSchema, bytes);
  const scattered = graph?.initializer.some(({ dataLocation }) => dataLocation === Location.EXTERNAL);
  return scattered === true ? writeModel(model, to) : writeAside(bytes, to);
}

/** Writes the bytes of a file aside, to the disk, then renames them in. @throws ServiceError `output_unwritable` */
export function writeAside(bytes: Uint8Array, path: string): number {
  const aside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeDurably(bytes, aside);
    renameSync(aside, path);
    return bytes.length;
  } catch (cause) {
    rmSync(aside, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("output_unwritable", `${path} cannot be written: ${reason}`, { path, cause });
  }
}

function writeDurably(bytes: Uint8Array, path: string): void {
  const descriptor = openSync(path, "w");
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
