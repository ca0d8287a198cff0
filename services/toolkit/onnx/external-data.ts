import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { ServiceError } from "../service/error.js";
import {
  type GraphProto,
  TensorProto_DataLocation as Location,
  type ModelProto,
  type TensorProto,
} from "./onnx_pb.js";

/**
 * Brings tensors that a model keeps in files beside it into the model itself, so that it can be changed and saved
 * elsewhere as one file.
 *
 * @param modelPath - the file that the model was read from; its folder is where data files are looked for.
 * @throws ServiceError `onnx_external_data` when a data file is missing, too short, or outside the model's folder.
 */
export function inlineExternalData(model: ModelProto, modelPath: string): void {
  if (model.graph !== undefined) inlineGraph(model.graph, modelPath);
}

function inlineGraph(graph: GraphProto, modelPath: string): void {
  for (const tensor of graph.initializer) inlineTensor(tensor, modelPath);
  for (const { attribute } of graph.node)
    for (const { t, tensors, g, graphs } of attribute) {
      for (const tensor of t === undefined ? tensors : [t, ...tensors]) inlineTensor(tensor, modelPath);
      for (const inner of g === undefined ? graphs : [g, ...graphs]) inlineGraph(inner, modelPath);
    }
}

function inlineTensor(tensor: TensorProto, modelPath: string): void {
  if (tensor.dataLocation !== Location.EXTERNAL) return;
  const fields = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const file = dataFile(fields.get("location") ?? "", modelPath, tensor.name);
  tensor.rawData = readPart(file, tensor, Number(fields.get("offset") ?? 0), fields.get("length"));
  tensor.externalData = [];
  tensor.dataLocation = Location.DEFAULT;
}

function dataFile(location: string, modelPath: string, tensor: string): string {
  const folder = realpathSync(dirname(modelPath));
  const named = resolve(folder, location);
  if (location === "" || !named.startsWith(folder + sep))
    throw new ServiceError(
      "onnx_external_data",
      `${modelPath}: tensor '${tensor}' names the data file '${location}', which is outside the model's folder.`,
      { path: modelPath },
    );
  return realFile(named, { folder, modelPath, tensor });
}

function realFile(named: string, at: { folder: string; modelPath: string; tensor: string }): string {
  let real: string;
  try {
    real = realpathSync(named);
  } catch (cause) {
    throw new ServiceError(
      "onnx_external_data",
      `${at.modelPath}: tensor '${at.tensor}' is kept in ${named}, which is not there.`,
      { path: named, hint: "Copy the model together with the data files beside it.", cause },
    );
  }
  if (real.startsWith(at.folder + sep)) return real;
  throw new ServiceError(
    "onnx_external_data",
    `${at.modelPath}: the data file ${named} is a link to ${real}, outside the model's folder.`,
    { path: at.modelPath },
  );
}

function readPart(file: string, tensor: TensorProto, offset: number, length?: string): Uint8Array {
  const descriptor = openSync(file, "r");
  try {
    const wanted = length === undefined ? Math.max(0, fstatSync(descriptor).size - offset) : Number(length);
    const bytes = new Uint8Array(wanted);
    const read = readSync(descriptor, bytes, 0, wanted, offset);
    if (read === wanted) return bytes;
    throw new ServiceError(
      "onnx_external_data",
      `${file} ends early: tensor '${tensor.name}' needs ${wanted} bytes from ${offset}, there are ${read}.`,
      { path: file },
    );
  } finally {
    closeSync(descriptor);
  }
}
