import { readFileSync, statSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import { ServiceError } from "../service/error.js";
import { inlineExternalData } from "./external-data.js";
import { type GraphProto, type ModelProto, ModelProtoSchema } from "./onnx_pb.js";
import { OPSETS, opsetVersion } from "./opset.js";

/** A model that has a graph and an operator set: what a readable `.onnx` file holds. */
export type Model = ModelProto & { graph: GraphProto };

/**
 * Reads an ONNX file. Tensors kept in files beside it are read too, so that the model is complete in memory.
 *
 * @throws ServiceError `model_not_found`, `model_unreadable` (a text file, another format, a file cut short),
 * `onnx_opset` (older or newer than the runtime knows), `onnx_external_data`.
 */
export function readModel(path: string): Model {
  const bytes = readBytes(path);
  const model = decode(bytes, path);
  if (!hasGraph(model) || model.opsetImport.length === 0) throw unreadable(path, bytes);
  const opset = opsetVersion(model);
  if (opset < OPSETS.oldest || opset > OPSETS.newest)
    throw new ServiceError(
      "onnx_opset",
      `${path} uses ONNX opset ${opset}; opsets ${OPSETS.oldest} to ${OPSETS.newest} are supported.`,
      { path, hint: "Export the model again with opset 17." },
    );
  inlineExternalData(model, path);
  return model;
}

/** @returns whether a model has a graph, without which it is none. */
export function hasGraph(model: ModelProto): model is Model {
  return model.graph !== undefined;
}

/** A pipe or a device is refused: reading one may never end. */
function readBytes(path: string): Uint8Array {
  try {
    if (!statSync(path).isFile()) throw new Error("it is not a file");
    return readFileSync(path);
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw missing
      ? new ServiceError("model_not_found", `There is no model ${path}.`, { path, cause })
      : new ServiceError("model_unreadable", `The model ${path} cannot be read: ${reason}`, { path, cause });
  }
}

function decode(bytes: Uint8Array, path: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw unreadable(path, bytes, cause);
  }
}

function unreadable(path: string, bytes: Uint8Array, cause?: unknown): ServiceError {
  const { what, hint } = diagnose(bytes);
  return new ServiceError("model_unreadable", `${path} is not a readable ONNX model: ${what}.`, {
    path,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Says from its first bytes what a file that is no ONNX model probably is. */
function diagnose(bytes: Uint8Array): { what: string; hint?: string } {
  if (bytes.length === 0) return { what: "it is empty" };
  const head = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  if (head.startsWith("version https://git-lfs"))
    return { what: "it is a Git LFS pointer", hint: "Fetch the file itself with: git lfs pull" };
  if (head.startsWith("\x89HDF")) return { what: "it is an HDF5 file (Keras .h5)" };
  if (head.startsWith("PK\x03\x04")) return { what: "it is a zip archive (Keras .keras)" };
  if (head.slice(4, 8) === "TFL3") return { what: "it is a TFLite model" };
  if (/^[\t\n\r\x20-\x7e]*$/.test(head)) return { what: "it is a text file" };
  // Every exporter writes ir_version, field 1, first.
  if (bytes[0] === 8) return { what: `it is cut short at ${bytes.length} bytes`, hint: "Copy it again." };
  return { what: "its content is of another format" };
}
