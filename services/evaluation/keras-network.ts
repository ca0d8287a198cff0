import type { KerasModel } from "../toolkit/keras/model.js";
import { readKeras } from "../toolkit/keras/read-keras.js";
import { modelBytes } from "../toolkit/onnx/model-bytes.js";
import { graphOfKeras } from "../toolkit/tflite/lower/graph-of-keras.js";
import { onnxOfGraph } from "../toolkit/tflite/onnx/onnx-of-graph.js";
import type { Network, NetworkUse } from "./network.js";
import { openSessionNetwork } from "./session-network.js";

/**
 * Opens a Keras network (.h5, .keras) in ONNX Runtime on all cores.
 * @throws what `readKeras`, `graphOfKeras`, `onnxOfGraph` and `openSessionNetwork` throw
 */
export async function openKerasNetwork(path: string, { preprocessing }: NetworkUse): Promise<Network> {
  const model = await readKeras(path);
  const bytes = modelBytes(onnxOfGraph(graphOfKeras(model, path)));
  const use = { preprocessing, layouts: ["nhwc"], path, quantized: false } as const;
  return { ...(await openSessionNetwork(bytes, use)), parameters: countOfWeights(model) };
}

/** What Keras calls `count_params`: a layer that is called several times counts once. */
function countOfWeights({ calls }: KerasModel): number {
  const layers = [...new Set(calls.map(({ layer }) => layer))];
  const weights = layers.flatMap((layer) => [...layer.weights.values()]);
  return weights.reduce((count, { data }) => count + data.length, 0);
}
