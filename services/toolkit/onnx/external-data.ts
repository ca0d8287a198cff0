import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
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
 * @throws ServiceError `onnx_external_data` when a data file is missing, too short, no file, or outside the model's
 * folder, or when what the model says of a tensor's place in it is no number of bytes.
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
  tensor.rawData = readPart(file, placeOf(fields, { file, tensor: tensor.name }));
  tensor.externalData = [];
  tensor.dataLocation = Location.DEFAULT;
}

function dataFile(location: string, modelPath: string, tensor: string): string {
  const folder = realpathSync(dirname(modelPath));
  const named = resolve(folder, location);
  if (location === "" || !named.startsWith(folder + sep))
    throw wrong(
      `${modelPath}: tensor '${tensor}' names the data file '${location}', which is outside the model's folder`,
      modelPath,
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
  const away = `the data file ${named} is a link to ${real}, outside the model's folder`;
  throw wrong(`${at.modelPath}: ${away}`, at.modelPath);
}

interface Place {
  readonly start: number;
  readonly length: number;
}

/** Where a tensor lies in its file: to the end where no length is given. */
function placeOf(fields: ReadonlyMap<string, string>, at: { file: string; tensor: string }): Place {
  const { file, tensor } = at;
  const found = statSync(file);
  if (!found.isFile()) throw wrong(`tensor '${tensor}' is kept in ${file}, which is no file`, file);
  const bytes = (key: string, fallback: number): number => {
    const text = fields.get(key) ?? String(fallback);
    if (/^\d+$/.test(text)) return Number(text);
    throw wrong(
      `${file}: expected the ${key} of tensor '${tensor}' to be a number of bytes, got '${text}'`,
      file,
    );
  };
  const start = bytes("offset", 0);
  const length = bytes("length", Math.max(0, found.size - start));
  if (start + length <= found.size) return { start, length };
  const missing = `tensor '${tensor}' needs ${length} bytes from ${start}, the file has ${found.size}`;
  throw wrong(`${file} ends early: ${missing}`, file);
}

function readPart(file: string, { start, length }: Place): Uint8Array {
  const bytes = new Uint8Array(length);
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, bytes, 0, length, start);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function wrong(what: string, path: string): ServiceError {
  return new ServiceError("onnx_external_data", `${what}.`, { path });
}
