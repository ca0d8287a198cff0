import { extname } from "node:path";
import { ServiceError } from "../toolkit/service/error.js";
import type { Network, NetworkUse } from "./network.js";

type Open = (path: string, use: NetworkUse) => Promise<Network>;

/** Ending of a model's name → what opens it, loaded when it is first asked for. */
const FORMATS: ReadonlyMap<string, () => Promise<Open>> = new Map([
  [".onnx", async () => (await import("./onnx-network.js")).openOnnxNetwork],
  [".tflite", async () => (await import("./tflite-network.js")).openTfliteNetwork],
  [".h5", openKeras],
  [".keras", openKeras],
]);

/**
 * Opens a model by the ending of its name. Close it when done.
 * @throws ServiceError `model_kind_unsupported` for other formats; what the format's own function throws
 */
export async function openNetwork(path: string, use: NetworkUse): Promise<Network> {
  const load = FORMATS.get(extname(path).toLowerCase());
  if (load !== undefined) return (await load())(path, use);
  const supported = [...FORMATS.keys()].join(", ");
  throw new ServiceError(
    "model_kind_unsupported",
    `The evaluation does not run ${extname(path) || "files without an ending"} models; supported: ${supported}.`,
    { hint: "Convert the model to ONNX.", path },
  );
}

async function openKeras(): Promise<Open> {
  return (await import("./keras-network.js")).openKerasNetwork;
}
