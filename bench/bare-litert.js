/** A thread of `tflite-evaluation.js`: LiteRT by itself on tensors that are decoded already. */
import { parentPort, workerData } from "node:worker_threads";

const { services, bytes, inputs } = workerData;
const { readGraph } = await import(`${services}/toolkit/tflite/read-graph.js`);
const { graphBytes } = await import(`${services}/toolkit/tflite/graph-bytes.js`);
const { fixedGraph } = await import(`${services}/toolkit/tflite/runtime/fixed-graph.js`);
const { loadLiteRt } = await import(`${services}/toolkit/tflite/runtime/load-litert.js`);
const { RuntimeLog } = await import(`${services}/toolkit/tflite/runtime/runtime-log.js`);

const graph = fixedGraph(readGraph(bytes, "the network"));
const liteRt = await loadLiteRt(new RuntimeLog());
const model = await liteRt.loadAndCompile(graphBytes(graph), { accelerator: "wasm" });
const shape = graph.inputs[0]?.shape ?? [];

parentPort?.on("message", async () => {
  for (const values of inputs) {
    const tensor = new liteRt.Tensor(values, shape);
    const [output] = await model.run([tensor]);
    output?.toTypedArray();
    output?.delete();
    tensor.delete();
  }
  parentPort?.postMessage("done");
});
parentPort?.postMessage("ready");
