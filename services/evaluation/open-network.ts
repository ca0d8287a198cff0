import { extname } from "node:path";
import { ServiceError } from "../toolkit/service/error.js";
import type { Network } from "./network.js";
import { openOnnxNetwork } from "./onnx-network.js";

type Open = (path: string, channels: number) => Promise<Network>;

const FORMATS: ReadonlyMap<string, Open> = new Map([[".onnx", openOnnxNetwork]]);

/**
 * Opens a model by the ending of its name. Close it when done.
 * @param channels colour channels of the images that it will get
 * @throws ServiceError `model_kind_unsupported` for other formats; what the format's own function throws
 */
export async function openNetwork(path: string, channels: number): Promise<Network> {
  const open = FORMATS.get(extname(path).toLowerCase());
  if (open !== undefined) return open(path, channels);
  const supported = [...FORMATS.keys()].join(", ");
  throw new ServiceError(
    "model_kind_unsupported",
    `The evaluation does not run ${extname(path) || "files without an ending"} models; supported: ${supported}.`,
    { hint: "Convert the model to ONNX.", path },
  );
}
