import { extname } from "node:path";
import { readModel } from "../toolkit/onnx/read-model.js";
import { shapes } from "../toolkit/onnx/shapes.js";
import { ServiceError } from "../toolkit/service/error.js";
import type { Network } from "./network/kernel.js";
import { lower } from "./network/lower.js";

/**
 * Reads a float or QDQ model as the kernels that would run on the board.
 *
 * @throws ServiceError `model_kind_unsupported` for other formats; what reading ONNX throws; `onnx_shape`.
 */
export async function readNetwork(path: string): Promise<Network> {
  const kind = extname(path).toLowerCase();
  if (kind !== ".onnx")
    throw new ServiceError(
      "model_kind_unsupported",
      `The footprint of ${kind || "files without an ending"} models cannot be estimated yet; supported: .onnx.`,
      { path, hint: "Convert the model to ONNX, or quantize it with quantizer: onnx_quantizer." },
    );
  const model = readModel(path);
  return lower(model.graph, await shapes(model));
}
