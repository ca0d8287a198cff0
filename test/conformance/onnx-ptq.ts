import { checkCase } from "./onnx-ptq/check-case.js";
import { GoldenSamples } from "./onnx-ptq/golden-samples.js";
import { readManifest } from "./onnx-ptq/manifest.js";
import type { Suite } from "./suite.js";

/** ONNX post-training quantization against ONNX Runtime's own: graphs, constants, ranges and outputs. */
export const onnxPtq: Suite = async function* ({ folder, only }) {
  const samples = new GoldenSamples(folder);
  for (const golden of readManifest(folder).cases) {
    const [, group = "", variant = ""] = golden.id.split("/");
    if (only !== undefined && !only.has(variant) && !only.has(group)) continue;
    const failure = await checkCase(golden, folder, samples).catch(reasonOf);
    yield { id: golden.id, group, ...(failure === undefined ? {} : { failure }) };
  }
};

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
