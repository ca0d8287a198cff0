import { readFileSync } from "node:fs";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { writeAside } from "../write-aside.js";
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
