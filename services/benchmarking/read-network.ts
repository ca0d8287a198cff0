import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { ServiceError } from "../toolkit/service/error.js";
import type { Network } from "./kernel.js";

/** Ending → reader. Each format's code is loaded when it is asked for. */
const READERS: ReadonlyMap<string, (path: string) => Promise<Network>> = new Map([
  [".onnx", readOnnx],
  [".tflite", readTflite],
  [".h5", readKerasNetwork],
  [".keras", readKerasNetwork],
]);

/**
 * Reads a float or 8-bit model as the kernels that would run on the board; a Keras model by way of the TensorFlow Lite
 * operators that it becomes.
 *
 * @throws ServiceError `model_kind_unsupported` for other formats; what reading each format throws; `onnx_shape`.
 */
export async function readNetwork(path: string): Promise<Network> {
  const kind = extname(path).toLowerCase();
  const read = READERS.get(kind);
  if (read !== undefined) return read(path);
  throw new ServiceError(
    "model_kind_unsupported",
    `The footprint of ${kind || "files without an ending"} models cannot be estimated; supported: ${[...READERS.keys()].join(", ")}.`,
    { path },
  );
}

async function readOnnx(path: string): Promise<Network> {
  const [{ readModel }, { shapes }, { lower }] = await Promise.all([
    import("../toolkit/onnx/read-model.js"),
    import("../toolkit/onnx/shapes.js"),
    import("./onnx/lower.js"),
  ]);
  const model = readModel(path);
  return lower(model.graph, await shapes(model));
}

async function readTflite(path: string): Promise<Network> {
  const [{ readGraph }, { lowerGraph }] = await Promise.all([
    import("../toolkit/tflite/read-graph.js"),
    import("./tflite/lower-graph.js"),
  ]);
  return lowerGraph(readGraph(await readFile(path), basename(path)));
}

async function readKerasNetwork(path: string): Promise<Network> {
  const [{ readKeras }, { graphOfKeras }, { lowerGraph }] = await Promise.all([
    import("../toolkit/keras/read-keras.js"),
    import("../toolkit/tflite/lower/graph-of-keras.js"),
    import("./tflite/lower-graph.js"),
  ]);
  return lowerGraph(graphOfKeras(await readKeras(path), path));
}
