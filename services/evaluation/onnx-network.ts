import { isQuantized } from "../toolkit/onnx/is-quantized.js";
import { readModel } from "../toolkit/onnx/read-model.js";
import type { Network, NetworkUse } from "./network.js";
import { openSessionNetwork } from "./session-network.js";

/**
 * Opens an ONNX network, float or quantized, in ONNX Runtime on all cores. The colour channels of the images tell
 * channels-first from channels-last inputs.
 * @throws what `readModel` and `openSessionNetwork` throw
 */
export async function openOnnxNetwork(path: string, { preprocessing }: NetworkUse): Promise<Network> {
  const quantized = isQuantized(readModel(path));
  return openSessionNetwork(path, { preprocessing, layouts: ["nchw", "nhwc"], path, quantized });
}
